import { describe, expect, it } from '@jest/globals';
import { browserScheduleOf, toldInBrowser } from './browser/schedule.ts';
import { WINDOWS } from './crash/windows.ts';
import { diskScheduleOf, INSTANCES, powerScheduleOf, PROCESSES, scheduleOf, TALK_MS, told } from './schedule.ts';

const schedules = Array.from({ length: 200 }, (_, seed) => scheduleOf(seed));

describe('a schedule', () => {
  it('F-SCHEDULE-1 is the same for the same seed, and another for another', () => {
    expect(schedules.map(({ seed }) => scheduleOf(seed))).toEqual(schedules);
    expect(new Set(schedules.map(({ seed: _, ...rest }) => JSON.stringify(rest))).size).toBe(schedules.length);
  });

  it('F-SCHEDULE-1 of the power tier is the same talk with one fault', () => {
    for (const { seed, acts } of schedules) {
      const schedule = powerScheduleOf(seed);
      expect(schedule.acts).toEqual(acts);
      expect(schedule.faults.map(({ fault }) => fault.kind)).toEqual(['power-cut']);
    }
  });

  it('F-SCHEDULE-1 of the disk tier is the same talk with a disk that is full for a while', () => {
    for (const { seed, acts } of schedules) {
      const schedule = diskScheduleOf(seed);
      expect(schedule).toEqual(diskScheduleOf(seed));
      expect(schedule.acts).toEqual(acts);
      expect(schedule.faults.map(({ fault }) => fault.kind)).toEqual(['disk-full']);
    }
  });

  it('F-SCHEDULE-2 has every kind of fault and of act, within its bounds', () => {
    const faults = schedules.flatMap((schedule) => schedule.faults.map(({ fault }) => fault));
    const kinds = new Set(faults.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(
      [
        'clock',
        'crash',
        'duplicates',
        'hand-over',
        'kill',
        'line',
        'link',
        'pause',
        'poison',
        'rolling',
        'storm',
        'terminate',
      ].sort(),
    );
    const networks = faults.flatMap((fault) => ('how' in fault ? [fault.how.kind] : []));
    expect(new Set(networks)).toEqual(new Set(['late', 'stalled', 'held', 'slow', 'refused', 'half-open', 'cut']));
    const lines = faults.map(told);
    for (const process of PROCESSES)
      for (const kind of ['kill', 'terminate', 'pause'])
        expect(lines.some((line) => line.startsWith(`${kind} ${process}`))).toBe(true);
    for (const process of INSTANCES)
      expect(lines.some((line) => line.startsWith(`clock of ${process} off`))).toBe(true);
    for (const window of WINDOWS) expect(lines).toContain(`crash at ${window}`);
    const acts = schedules.flatMap((schedule) => schedule.acts.map(({ act }) => act.kind));
    expect(new Set(acts).size).toBe(11);
    for (const { visitors, agents, acts: all, faults: some } of schedules) {
      const others = some.filter(({ fault }) => fault.kind !== 'crash');
      expect(some.length - others.length).toBe(1);
      expect(others.length).toBeGreaterThanOrEqual(2);
      expect(others.length).toBeLessThanOrEqual(4);
      const outside = all.filter(
        ({ at, person, chat }) => at >= TALK_MS || person >= visitors + 1 + agents || chat >= visitors,
      );
      expect(outside).toEqual([]);
    }
  });

  it('F-CRASH-5 arms one window, and as many schedules as there are windows arm each of them', () => {
    const armed = schedules.map(({ faults }) =>
      faults.flatMap(({ fault }) => (fault.kind === 'crash' ? [fault.window] : [])),
    );
    for (const [first] of armed.entries()) {
      const turn = armed.slice(first, first + WINDOWS.length).flat();
      expect(new Set(turn).size).toBe(turn.length);
      expect(turn).toHaveLength(Math.min(WINDOWS.length, armed.length - first));
    }
  });

  it('F-SCHEDULE-2 of the browser tier has every kind of fault', () => {
    const all = Array.from({ length: 400 }, (_, seed) => browserScheduleOf(seed));
    expect(all.map(({ seed }) => browserScheduleOf(seed))).toEqual(all);
    const faults = all.flatMap((schedule) => schedule.faults.map(({ fault }) => fault));
    const kinds = ['freeze', 'kill', 'line', 'offline', 'pause', 'reload', 'storm', 'tab-crash'];
    expect([...new Set(faults.map(({ kind }) => kind))].sort()).toEqual(kinds);
    for (const tab of ['visitor tab 1', 'visitor tab 2', 'agent tab 1', 'agent tab 2'])
      for (const kind of ['tab-crash', 'reload', 'freeze'])
        expect(faults.map(toldInBrowser).some((line) => line.startsWith(`${kind} of ${tab}`))).toBe(true);
  });
});
