import { expect, test } from '@jest/globals';
import { nextWait } from './backoff.ts';

test('T-KEEP-1: the first restart is at once, then waits double up to the limit, and begin again after a stable life', () => {
  const waits: number[] = [];
  let wait: number | undefined;
  for (let n = 0; n < 8; n++) {
    wait = nextWait(wait, 100);
    waits.push(wait);
  }
  expect(waits).toEqual([0, 250, 500, 1_000, 2_000, 4_000, 8_000, 10_000]);
  expect(nextWait(wait, 30_000)).toBe(0);
});
