import { expect, test } from '@jest/globals';
import { clockOf, minutesOf } from './clock.ts';

test('CN-SETTINGS-2 a time of day is minutes since midnight; what is not filled in changes nothing', () => {
  expect([0, 479, 1_439].map(clockOf)).toEqual(['00:00', '07:59', '23:59']);
  expect(['00:00', '07:59', '23:59', '', '24:00', 'x'].map(minutesOf)).toEqual([0, 479, 1_439, null, null, null]);
});
