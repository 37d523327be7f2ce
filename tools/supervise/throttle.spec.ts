import { expect, test } from '@jest/globals';
import { createThrottle } from './throttle.ts';

test('T-LOG-2: five lines pass in ten seconds, then one that says where the others are', () => {
  let now = 0;
  const shown: string[] = [];
  const throttle = createThrottle(
    (line) => shown.push(line),
    'x.log',
    () => now,
  );
  for (let n = 0; n < 20; n++) throttle(String(n));
  expect(shown).toEqual(['0', '1', '2', '3', '4', 'more like this in x.log']);
  now = 10_000;
  throttle('later');
  expect(shown.at(-1)).toBe('later');
});
