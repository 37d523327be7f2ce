import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Report } from '../report.ts';

/** Seeds that follow each other. */
export interface Seeds {
  readonly first: number;
  readonly count: number;
}

/**
 * Plays the schedules of these seeds, as many at once as there are cores. Each report is given to `take` as its schedule
 * ends, in no order; once `take` answers false, no further schedule begins.
 */
export async function simulateMany(
  { first, count }: Seeds,
  manner: { readonly syncs: boolean },
  take: (report: Report) => boolean,
): Promise<void> {
  let next = first;
  let isWanted = true;
  const playOn = async (): Promise<void> => {
    const thread = new Worker(new URL('worker.ts', import.meta.url), { workerData: manner });
    try {
      while (isWanted && next < first + count) {
        thread.postMessage(next++);
        const [report] = (await once(thread, 'message')) as [Report];
        isWanted &&= take(report);
      }
    } finally {
      await thread.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), count) }, playOn));
}
