import { expect, test } from '@jest/globals';
import type { Report } from '../report.ts';
import { simulate } from './run.ts';
import { simulatedScheduleOf } from './schedule.ts';
import { simulateMany } from './threads.ts';

const seeds = Array.from({ length: 40 }, (_, i) => i + 1);

test('F-SIM-1 small schedules have nothing to find', async () => {
  for (const seed of seeds) {
    const { violations } = await simulate(simulatedScheduleOf(seed), { syncs: true });
    expect([seed, violations]).toEqual([seed, []]);
  }
}, 120_000);

test('F-SIM-1 the same seed makes the same history', async () => {
  const play = () => simulate(simulatedScheduleOf(7), { syncs: true });
  expect(await play()).toEqual(await play());
}, 60_000);

test('F-SIM-2 a broker that does not sync is found out', async () => {
  const found: string[] = [];
  for (const seed of seeds) {
    const { violations } = await simulate(simulatedScheduleOf(seed), { syncs: false });
    found.push(...violations.map(({ rule }) => rule));
  }
  expect(found).toContain('F-LOSS-1');
}, 240_000);

test('F-SIM-3 threads play each schedule once, as it is played alone', async () => {
  const reports: Report[] = [];
  await simulateMany({ first: 1, count: 9 }, { syncs: true }, (report) => reports.push(report) > 0);
  expect(reports.map(({ seed }) => seed).sort((a, b) => a - b)).toEqual(seeds.slice(0, 9));
  for (const { seed, violations, messages, stored, settledMs } of reports)
    expect({ violations, messages, stored, settledMs }).toEqual(
      await simulate(simulatedScheduleOf(seed), { syncs: true }),
    );
}, 60_000);
