import { describe, expect, test } from '@jest/globals';
import {
  ACCOUNT,
  ADDRESS,
  type Attempts,
  counted,
  FORGET_AFTER_MS,
  type Patience,
  takenBack,
  waitOf,
} from './attempts.ts';

/** Fails as soon as each attempt is allowed, and returns how long each of them had to wait. */
const failing = (patience: Patience, times: number): number[] => {
  let now = 1_000_000;
  let attempts: Attempts | null = null;
  return Array.from({ length: times }, () => {
    const wait = waitOf(attempts, now);
    now += wait;
    attempts = counted(attempts, patience, now);
    return wait;
  });
};

describe('attempts to sign in', () => {
  test('W-SIGN-3 ten are free, then each waits twice as long, up to 15 minutes', () => {
    const waits = failing(ACCOUNT, 25);
    expect(waits.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
    expect(waits.slice(10, 14)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(waits.at(-1)).toBe(15 * 60_000);
  });

  test('W-SIGN-3 a free one keeps nobody waiting, also who read the clock before it', () => {
    expect(waitOf(counted(null, ADDRESS, 1_000_005), 1_000_000)).toBe(0);
  });

  test('W-SIGN-3 they are forgotten after a day', () => {
    const twelve = failingTo(12);
    expect(waitOf(twelve, twelve.at)).toBeGreaterThan(0);
    expect(counted(twelve, ACCOUNT, twelve.at + FORGET_AFTER_MS + 1).failures).toBe(1);
  });

  test('W-SIGN-4 an attempt that turns out well is taken back', () => {
    const ten = failingTo(10);
    expect(takenBack(ten)).toEqual({ failures: 9, retryAt: 0, at: ten.at });
    expect(waitOf(takenBack(ten), ten.at)).toBe(0);
    expect(takenBack({ failures: 0, retryAt: 0, at: 1 }).failures).toBe(0);
  });

  test('W-SIGN-5 an address has a hundred', () => {
    const waits = failing(ADDRESS, 102);
    expect(waits.slice(0, 100).every((wait) => wait === 0)).toBe(true);
    expect(waits.slice(100)).toEqual([1_000, 2_000]);
  });
});

function failingTo(failures: number): Attempts {
  let attempts: Attempts | null = null;
  let now = 1_000_000;
  for (let n = 0; n < failures; n++) {
    now += waitOf(attempts, now);
    attempts = counted(attempts, ACCOUNT, now);
  }
  if (attempts === null) throw new RangeError('at least one');
  return attempts;
}
