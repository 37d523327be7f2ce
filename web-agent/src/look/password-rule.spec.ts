import { expect, test } from '@jest/globals';
import { SetPassword } from '@holdfast/contracts';
import { missingOf } from './password-rule.ts';

test('CN-INVITE-1 a password is long enough for the console when it is for the server', () => {
  expect([missingOf(''), missingOf('123456789'), missingOf('1234567890')]).toEqual([10, 1, 0]);
  for (const password of ['123456789', '1234567890', 'x'.repeat(256)])
    expect(SetPassword.ask.shape.password.safeParse(password).success).toBe(missingOf(password) === 0);
});
