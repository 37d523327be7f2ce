import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Device } from '@holdfast/contracts';
import { deviceOf } from './device.ts';

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    { browser: 'Chrome 156', system: 'Windows 10', form: 'desktop' },
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
    { browser: 'Safari 19', system: 'iOS 19.1', form: 'phone' },
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    { browser: 'Firefox 140', system: 'Linux', form: 'desktop' },
  ],
])('G-IN-11 %s', (userAgent, device) => {
  expect(deviceOf(userAgent)).toEqual(device);
});

test('G-IN-11 nothing, and nothing readable, is no device', () => {
  expect(deviceOf(undefined)).toBeUndefined();
  expect(deviceOf('  ')).toBeUndefined();
});

test('G-IN-11 whatever a browser calls itself, it fits', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2_000, unit: 'binary' }), (userAgent) => {
      const device = deviceOf(userAgent);
      return device === undefined || Device.safeParse(device).success;
    }),
  );
});
