import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '@holdfast/testing';
import { Clocks } from './clocks.ts';

const MINUTE_MS = 60_000;
const TELLS =
  'setInterval(() => console.log(Date.now(), new Date().getTime(), performance.timeOrigin + performance.now()), 10)';

let clocks: Clocks;
let children: ChildProcess[] = [];

beforeEach(() => {
  clocks = new Clocks();
});

afterEach(() => {
  for (const child of children) child.kill();
  children = [];
  clocks.close();
});

/** A process that tells all the time by how many minutes each of its clocks is off. */
function telling(): { readonly pid: number; readonly off: () => readonly number[] } {
  const child = spawn(process.execPath, ['--eval', TELLS], { env: { ...process.env, ...clocks.settable({}) } });
  children.push(child);
  let off: readonly number[] = [];
  createInterface(child.stdout).on('line', (line) => {
    off = line.split(' ').map((ms) => Math.floor((Number(ms) - Date.now()) / MINUTE_MS + 0.5));
  });
  return { pid: child.pid ?? 0, off: () => off };
}

test('F-CLOCK-1 a clock that is set tells another time to its process alone, until it is right again', async () => {
  const [one, other] = [telling(), telling()];
  const shows = (who: typeof one, ...minutes: number[]): Promise<unknown> =>
    eventually(() => {
      expect(who.off()).toEqual(minutes);
      return true;
    });
  await shows(one, 0, 0, 0);
  clocks.set(one.pid, -7 * MINUTE_MS);
  // What passes in between is measured by a clock that nobody sets.
  await shows(one, -7, -7, 0);
  clocks.set(other.pid, 3 * MINUTE_MS);
  await shows(other, 3, 3, 0);
  expect(one.off()).toEqual([-7, -7, 0]);
  clocks.right(one.pid);
  await shows(one, 0, 0, 0);
  expect(other.off()).toEqual([3, 3, 0]);
  clocks.right();
  await shows(other, 0, 0, 0);
}, 30_000);
