import { describe, expect, test } from '@jest/globals';
import { Passwords, PasswordsBusy } from './passwords.ts';

describe('passwords', () => {
  const passwords = new Passwords();

  test('W-HASH-1 are kept as argon2id with the published cost', async () => {
    const hash = await passwords.hash('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.hash('correct horse')).not.toBe(hash);
    expect(await passwords.verify(hash, 'correct horse')).toBe(true);
    expect(await passwords.verify(hash, 'correct horsf')).toBe(false);
  });

  test('W-HASH-1 the same characters in another encoding are the same password', async () => {
    expect(await passwords.verify(await passwords.hash('caf\u00e9'), 'cafe\u0301')).toBe(true);
  });

  test('W-SIGN-2 without a hash the answer is no, after the same work', async () => {
    const hash = await passwords.hash('correct horse');
    await passwords.verify(null, 'warm up');
    const times: Record<'some' | 'none', number[]> = { some: [], none: [] };
    for (let n = 0; n < 9; n++) {
      for (const kind of ['some', 'none'] as const) {
        const begin = performance.now();
        expect(await passwords.verify(kind === 'some' ? hash : null, 'wrong')).toBe(false);
        times[kind].push(performance.now() - begin);
      }
    }
    // The fastest of each: what else the machine does only adds.
    const [some, none] = [Math.min(...times.some), Math.min(...times.none)];
    expect(none).toBeGreaterThan(some / 3);
    expect(none).toBeLessThan(some * 3);
  });

  test('W-SIGN-6 two are worked on and 64 wait; more are told to come again', async () => {
    const crowd = Array.from({ length: 70 }, () => passwords.hash('x'));
    const results = await Promise.allSettled(crowd);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(66);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(PasswordsBusy);
    expect(await passwords.hash('x')).toMatch(/^\$argon2id/);
  });
});
