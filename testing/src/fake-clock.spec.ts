import { expect, test } from '@jest/globals';
import { FakeClock } from './index.ts';

test('timers run in the order of their times, and what they set off comes before the next', async () => {
  const clock = new FakeClock(1_000);
  const log: string[] = [];
  const note = (text: string): void => {
    log.push(`${clock.now()} ${text}`);
  };
  clock.setTimeout(() => note('late'), 30);
  clock.setTimeout(() => {
    void Promise.resolve().then(() => {
      note('first');
      clock.setTimeout(() => note('armed on the way'), 5);
    });
  }, 10);
  const interval = clock.setInterval(() => note('tick'), 20);
  const cancelled = clock.setTimeout(() => note('never'), 1);
  clock.clearTimeout(cancelled);
  expect(clock.untilNext).toBe(10);
  await clock.advance(45);
  expect(log).toEqual(['1010 first', '1015 armed on the way', '1020 tick', '1030 late', '1040 tick']);
  expect(clock.now()).toBe(1_045);
  clock.clearInterval(interval);
  expect(clock.pending).toBe(0);
  expect(clock.untilNext).toBeUndefined();
});
