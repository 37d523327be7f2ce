import { describe, expect, test } from '@jest/globals';
import { AgentClaims } from '@holdfast/contracts';
import { jwtVerify } from 'jose';
import { accessToken, makeOpaqueToken, readOpaqueToken, opaqueTokenHash } from './tokens.ts';

const secret = new TextEncoder().encode('a secret of at least thirty-two bytes');
const claims = { kind: 'agent', ws: 'demo', sub: 'ada', name: 'Ada', role: 'admin', family: 'f1' } as const;

describe('tokens', () => {
  test('W-SIGN-1 an access token bears the claims, for 15 minutes', async () => {
    const now = Date.now();
    const { payload, protectedHeader } = await jwtVerify(await accessToken(secret, claims, now), secret, {
      issuer: 'holdfast',
      audience: 'console',
      algorithms: ['HS256'],
    });
    expect(protectedHeader.alg).toBe('HS256');
    expect(AgentClaims.parse(payload)).toEqual(claims);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900);
    expect(Math.abs((payload.iat ?? 0) * 1_000 - now)).toBeLessThan(1_001);
  });

  test('W-HASH-1 a refresh token is 256 random bits behind its workspace, kept as a hash', () => {
    const token = makeOpaqueToken('demo');
    expect(token).toMatch(/^demo\.[A-Za-z0-9_-]{43}$/);
    expect(makeOpaqueToken('demo')).not.toBe(token);
    expect(readOpaqueToken(token)).toEqual({ workspace: 'demo', hash: opaqueTokenHash(token) });
    expect(opaqueTokenHash(token)).toHaveLength(32);
  });

  test('W-REFRESH-3 what is no refresh token is told apart', () => {
    for (const wrong of [
      '',
      '.',
      'demo.',
      'demo',
      `demo.${'x'.repeat(42)}`,
      `de mo.${'x'.repeat(43)}`,
      `demo.${'x'.repeat(44)}`,
      `demo.${'.'.repeat(43)}`,
    ]) {
      expect(readOpaqueToken(wrong)).toBeNull();
    }
  });
});
