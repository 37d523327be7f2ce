import { expect, test } from '@jest/globals';
import { createThrottle } from './throttle.ts';

test('T-LOG-2: five different lines pass in half a minute, then one that says where the others are', () => {
  let now = 0;
  const shown: string[] = [];
  const throttle = createThrottle(
    (line) => shown.push(line),
    'x.log',
    () => now,
  );
  for (let n = 0; n < 40; n++) throttle(String(n >> 1));
  expect(shown).toEqual(['0', '1', '2', '3', '4', 'more in x.log']);
  now = 30_000;
  throttle('0');
  expect(shown.at(-1)).toBe('0');
});
