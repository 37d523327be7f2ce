import type { Socket } from 'node:net';

/** One direction of a proxied connection. */
export type Pipe = {
  latencyMs: number;
  hold: () => void;
  release: () => void;
  /** Reads no faster than this, in bytes a second, so that what is sent piles up with the one who sends it. */
  readAt: (bytesPerSecond: number) => void;
  /** From here on everything vanishes, the end as well. */
  lose: () => void;
  /** Whether that is so. */
  isLost: () => boolean;
  /** Lets this many further bytes pass, then calls `reached`, once. Where that has come to pass, it cannot be changed any more. */
  limit: (bytes: number, reached: () => void) => void;
};

/** Why nothing is read at the moment. */
type Wait = 'for the other side' | 'for time to pass';

type Item = { due: number; bytes: Buffer | 'end' };

/** Carries bytes from one socket to the other, in order, whatever is done to it. */
export function createPipe(from: Socket, to: Socket): Pipe {
  let queue: Item[] = [];
  let timer: NodeJS.Timeout | undefined;
  const waits = new Set<Wait>();
  let rate = Number.POSITIVE_INFINITY;
  let pace: NodeJS.Timeout | undefined;
  let held = false;
  let lost = false;
  let budget = Number.POSITIVE_INFINITY;
  let reached: (() => void) | undefined;

  const wait = (why: Wait): void => {
    waits.add(why);
    from.pause();
  };
  const waited = (why: Wait): void => {
    waits.delete(why);
    if (waits.size === 0) from.resume();
  };

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
      wait('for the other side');
      to.once('drain', () => {
        waited('for the other side');
      });
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
    readAt: (bytesPerSecond) => {
      rate = bytesPerSecond;
      clearTimeout(pace);
      if (rate === 0) wait('for time to pass');
      else waited('for time to pass');
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
    if (bytes !== 'end' && rate > 0 && rate < Number.POSITIVE_INFINITY) {
      wait('for time to pass');
      pace = setTimeout(
        () => {
          waited('for time to pass');
        },
        (bytes.length / rate) * 1_000,
      );
    }
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
    clearTimeout(pace);
    queue = [];
  });
  return pipe;
}
