import { describe, expect, test } from '@jest/globals';
import { isQuiet } from './quiet.ts';

const at = (hours: number, minutes = 0) => new Date(2026, 0, 5, hours, minutes);
const night = { on: true, from: 20 * 60, to: 8 * 60 };

describe('quiet hours', () => {
  test('CN-NOTICES-4 are over midnight where they end earlier than they begin', () => {
    expect([at(19, 59), at(20), at(3), at(7, 59), at(8)].map((now) => isQuiet(night, now))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  test('CN-NOTICES-4 are within a day else, and none when they are off', () => {
    const noon = { on: true, from: 12 * 60, to: 13 * 60 };
    expect([at(11, 59), at(12), at(13)].map((now) => isQuiet(noon, now))).toEqual([false, true, false]);
    expect(isQuiet({ ...night, on: false }, at(22))).toBe(false);
  });
});
