/** Sleeps until each instant and says so. A thread of its own: its sleep is exact to some 0.1 ms, where timers of an event loop round up to 1 ms. */
import { parentPort, workerData } from 'node:worker_threads';

const { startAt, intervalMs, count } = workerData as { startAt: number; intervalMs: number; count: number };
const never = new Int32Array(new SharedArrayBuffer(4));
const now = (): number => performance.timeOrigin + performance.now();

for (let due = 0; due < count;) {
  const wait = startAt + due * intervalMs - now();
  if (wait > 0) Atomics.wait(never, 0, 0, wait);
  // All that have fallen due by now, in one note.
  const upTo = Math.min(count, Math.floor((now() - startAt) / intervalMs) + 1);
  if (upTo > due) parentPort?.postMessage(upTo);
  due = Math.max(due, upTo);
}
