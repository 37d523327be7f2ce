import { describe, expect, test } from '@jest/globals';
import { localInput, snoozeTimes } from './snooze-times.ts';

/** Wednesday. */
const NOW = new Date(2026, 0, 7, 15, 30).getTime();
const at = (now: number, name: string) => localInput(snoozeTimes(now).find((time) => time.name === name)!.at);

describe('putting a chat off', () => {
  test('CN-SNOOZE-1 for hours, until tomorrow and until Monday morning, where the reader is', () => {
    expect(snoozeTimes(NOW).map(({ name }) => name)).toEqual(['hour', 'hours4', 'tomorrow', 'monday']);
    expect(at(NOW, 'hour')).toBe('2026-01-07T16:30');
    expect(at(NOW, 'hours4')).toBe('2026-01-07T19:30');
    expect(at(NOW, 'tomorrow')).toBe('2026-01-08T09:00');
    expect(at(NOW, 'monday')).toBe('2026-01-12T09:00');
  });

  test('CN-SNOOZE-1 on a Monday the next one is a week away; on a Sunday tomorrow is Monday', () => {
    expect(at(new Date(2026, 0, 5, 8).getTime(), 'monday')).toBe('2026-01-12T09:00');
    const sunday = new Date(2026, 0, 11, 8).getTime();
    expect(snoozeTimes(sunday).map(({ name }) => name)).toEqual(['hour', 'hours4', 'tomorrow']);
    expect(at(sunday, 'tomorrow')).toBe('2026-01-12T09:00');
  });

  test('CN-SNOOZE-1 every time is to come, the whole year round', () => {
    for (let hour = 0; hour < 366 * 24; hour += 7) {
      const now = new Date(2026, 0, 1, hour).getTime();
      for (const time of snoozeTimes(now)) expect(time.at).toBeGreaterThan(now);
    }
  });
});
