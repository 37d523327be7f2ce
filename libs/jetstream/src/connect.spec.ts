import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { steadyDelay } from './connect.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('J-LINK-1 between two tries there is one wait, also where a timer is a little early or a try took long', () => {
  const delay = steadyDelay();
  for (let i = 0; i < 20; i++) {
    expect(delay()).toBe(-Infinity);
    const wait = delay();
    expect(wait).toBeGreaterThanOrEqual(100);
    expect(wait).toBeLessThanOrEqual(250);
    jest.advanceTimersByTime(Math.floor(wait) - 5);
    expect(delay()).toBe(wait);
    jest.advanceTimersByTime(4);
  }
});
