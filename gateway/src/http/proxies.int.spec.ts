import { expect, test } from '@jest/globals';
import supertest from 'supertest';
import { startRig } from '../gateway.harness.ts';

test.each([
  ['loopback,uniquelocal', [200, 200]],
  ['192.0.2.1', [200, 429]],
])('G-HTTP-8 with TRUSTED_PROXIES=%s, what we are told from here counts as %j', async (trusted, expected) => {
  const rig = await startRig({ TOKENS_PER_MINUTE: '1', TRUSTED_PROXIES: trusted });
  try {
    const statuses: number[] = [];
    for (const address of ['198.51.100.1', '198.51.100.2']) {
      const { status } = await supertest(rig.url)
        .post('/api/v1/visitors/token')
        .set('X-Forwarded-For', `${address}, 10.1.2.3`)
        .send({ siteId: 'site-acme', secret: 'A'.repeat(22) });
      statuses.push(status);
    }
    expect(statuses).toEqual(expected);
  } finally {
    await rig.close();
  }
});
