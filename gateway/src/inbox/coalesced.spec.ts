import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Coalesced } from './coalesced.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('G-INBOX-3 the first change goes at once, then at most one a quarter of a second, and the last is never lost', () => {
  const runs: number[] = [];
  const coalesced = new Coalesced(() => runs.push(Date.now()), 250);
  const began = Date.now();
  for (let i = 0; i < 100; i++) {
    coalesced.ask();
    jest.advanceTimersByTime(10);
  }
  jest.advanceTimersByTime(1_000);
  expect(runs.map((at) => at - began)).toEqual([0, 250, 500, 750, 1_000]);
  coalesced.ask();
  expect(runs).toHaveLength(6);
  coalesced.end();
});
