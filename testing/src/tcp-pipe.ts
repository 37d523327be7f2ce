import type { Socket } from 'node:net';

/** One direction of a proxied connection. */
export type Pipe = {
  latencyMs: number;
  hold: () => void;
  release: () => void;
  /** From here on everything vanishes, the end as well. */
  lose: () => void;
  /** Whether that is so. */
  isLost: () => boolean;
  /** Lets this many further bytes pass, then calls `reached`, once. Where that has come to pass, it cannot be changed any more. */
  limit: (bytes: number, reached: () => void) => void;
};

type Item = { due: number; bytes: Buffer | 'end' };

/** Carries bytes from one socket to the other, in order, whatever is done to it. */
export function createPipe(from: Socket, to: Socket): Pipe {
  let queue: Item[] = [];
  let timer: NodeJS.Timeout | undefined;
  let held = false;
  let lost = false;
  let budget = Number.POSITIVE_INFINITY;
  let reached: (() => void) | undefined;

  const deliver = (bytes: Buffer | 'end'): void => {
    if (bytes === 'end') {
      to.end();
      return;
    }
    const part = bytes.length > budget ? bytes.subarray(0, budget) : bytes;
    budget -= part.length;
    const full = to.write(part, () => {
      if (budget > 0 || reached === undefined) return;
      const call = reached;
      reached = undefined;
      call();
    });
    if (!full) {
      from.pause();
      to.once('drain', () => from.resume());
    }
  };

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const now = performance.now();
    while (!held && queue[0] !== undefined && queue[0].due <= now) {
      deliver(queue[0].bytes);
      queue.shift();
    }
    const next = queue[0];
    if (!held && next !== undefined) timer = setTimeout(flush, Math.max(0, next.due - now));
  };

  const pipe: Pipe = {
    latencyMs: 0,
    hold: () => {
      held = true;
    },
    release: () => {
      held = false;
      flush();
    },
    lose: () => {
      lost = true;
      queue = [];
    },
    isLost: () => lost,
    limit: (bytes, call) => {
      if (budget <= 0) return;
      budget = bytes;
      reached = call;
    },
  };

  const take = (bytes: Buffer | 'end'): void => {
    if (lost) return;
    queue.push({ due: performance.now() + pipe.latencyMs, bytes });
    flush();
  };
  from.on('data', take);
  from.on('end', () => {
    take('end');
  });
  to.once('close', () => {
    clearTimeout(timer);
    queue = [];
  });
  return pipe;
}
