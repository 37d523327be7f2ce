import { describe, expect, test } from '@jest/globals';
import { ago, dayText, lasting } from './time-text.ts';

const now = Date.parse('2026-11-25T12:00:00');
const before = (ms: number): string => new Date(now - ms).toISOString();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('times as people read them', () => {
  test.each([
    [8_000, 'en', '8 sec'],
    [3 * MINUTE, 'en', '3 min'],
    [2 * HOUR + 5 * MINUTE, 'en', '2 hr 5 min'],
    [4 * DAY, 'en', '4 days'],
    [-5_000, 'en', '0 sec'],
    [8_000, 'de', '8 Sek.'],
    [2 * HOUR, 'de', '2 Std.'],
    [4 * DAY, 'de', '4 Tage'],
  ])('LK-TIME-1 %d ms lasts, in %s, "%s"', (ms, locale, text) => {
    expect(lasting(ms, locale)).toBe(text);
  });

  test.each([
    [5_000, 'en', 'now'],
    [5_000, 'de', 'jetzt'],
    [3 * MINUTE, 'en', '3 min'],
    [26 * HOUR, 'de', '1 Tag'],
    [30 * DAY, 'en', 'Oct 26'],
    [30 * DAY, 'de', '26. Okt.'],
  ])('LK-TIME-2 %d ms ago is, in %s, "%s"', (ms, locale, text) => {
    expect(ago(before(ms), now, locale)).toBe(text);
  });

  test.each([
    [0, 'en', 'Today'],
    [DAY, 'de', 'Gestern'],
    [3 * DAY, 'en', 'Sunday, November 22'],
    [400 * DAY, 'de', 'Dienstag, 21. Oktober 2025'],
  ])('LK-TIME-3 the day %d ms back is called, in %s, "%s"', (ms, locale, text) => {
    expect(dayText(before(ms), now, locale)).toBe(text);
  });
});
