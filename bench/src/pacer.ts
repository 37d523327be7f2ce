import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A span of an open-loop run. */
export interface Pace {
  readonly perSecond: number;
  readonly seconds: number;
}

/**
 * Calls `send` for each due instant, with its number from 0 and the instant itself (in `performance.now()` of this thread),
 * never sooner and however late the ones before were. Ends when all were called.
 */
export async function pace({ perSecond, seconds }: Pace, send: (index: number, dueAt: number) => void): Promise<void> {
  const intervalMs = 1_000 / perSecond;
  const count = Math.round(perSecond * seconds);
  // The thread needs a moment to be there.
  const startAt = performance.now() + 200;
  const worker = new Worker(new URL('pacer-worker.ts', import.meta.url), {
    workerData: { startAt: performance.timeOrigin + startAt, intervalMs, count },
  });
  let next = 0;
  worker.on('message', (upTo: number) => {
    for (; next < upTo; next++) send(next, startAt + next * intervalMs);
  });
  await once(worker, 'exit');
}
