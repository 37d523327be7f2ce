/** Plays simulated schedules in a thread of its own, one seed at a time as it is given them. */
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '@holdfast/tools';
import { endedEarly, type Report } from '../report.ts';
import { told } from '../schedule.ts';
import { simulate } from './run.ts';
import { simulatedScheduleOf } from './schedule.ts';

const { syncs } = workerData as { readonly syncs: boolean };

parentPort?.on('message', (seed: number) => void play(seed));

async function play(seed: number): Promise<void> {
  const from = performance.now();
  const schedule = simulatedScheduleOf(seed);
  const faults = schedule.faults.map(({ fault }) => told(fault));
  const played = await simulate(schedule, { syncs }).catch((error: unknown) => endedEarly(messageOf(error)));
  const ms = Math.round(performance.now() - from);
  parentPort?.postMessage({ seed, faults, ms, ...played } satisfies Report);
}
