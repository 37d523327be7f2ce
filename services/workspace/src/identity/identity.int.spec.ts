import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Actor, AgentPicture, MakeIdentityKey, VerifyIdentity } from '@holdfast/contracts';
import { SignJWT } from 'jose';
import { AuthBench, createWorkspace, SYSTEM } from '../auth/auth.harness.ts';
import { type SpecDatabase, specDatabase } from '../database/database.harness.ts';
import { PictureQuery } from '../directory/picture.query.ts';

const picture = 'data:image/png;base64,iVBORw0KGgo=';

describe('who a site vouches for', () => {
  let database: SpecDatabase;
  let bench: AuthBench;

  beforeAll(async () => {
    database = await specDatabase();
    bench = new AuthBench(database.dataSource);
    for (const workspace of ['one', 'two']) {
      await bench.happen(
        workspace,
        createWorkspace(workspace),
        { type: 'SaveTeam', data: { teamId: 'sales', name: 'Sales' } },
        bench.agent('ada', { email: `ada@${workspace}.example`, role: 'admin' }),
        bench.agent('bo', { email: `bo@${workspace}.example` }),
        {
          type: 'SaveSite',
          data: { siteId: `site-${workspace}`, name: 'Web', teamId: 'sales', allowedOrigins: [] },
        },
      );
    }
  });
  afterAll(() => database.close());

  const admin: Actor = { kind: 'agent', id: 'ada', name: 'Ada', role: 'admin' };
  const make = async (siteId: string, by: Actor = admin, workspace = 'one') =>
    MakeIdentityKey.answer.parse(await bench.identity.make({ workspace, siteId, by }));
  const key = async (): Promise<string> => (await make('site-one'))?.key ?? '';
  const verify = async (token: string, siteId = 'site-one') =>
    VerifyIdentity.answer.parse(await bench.identity.verify({ siteId, token }));
  /** Signed as a site does it; times in seconds from now. */
  const sign = (secret: string, claims: Record<string, unknown> = {}, { from = 0, to = 600, alg = 'HS256' } = {}) => {
    const now = Math.floor(bench.clock.now() / 1_000);
    return new SignJWT({ sub: 'customer 7', aud: 'site-one', ...claims })
      .setProtectedHeader({ alg })
      .setIssuedAt(now + from)
      .setExpirationTime(now + to)
      .sign(new TextEncoder().encode(secret));
  };

  test('W-VOUCH-1 an admin makes the key of a site of theirs, and the one before holds no longer', async () => {
    const first = await key();
    const second = await key();
    expect(first).toHaveLength(43);
    expect(await verify(await sign(first))).toBeNull();
    expect(await verify(await sign(second))).toEqual({ sub: 'customer 7' });
    expect(await make('site-one', { ...admin, id: 'bo' })).toBeNull();
    expect(await make('site-two')).toBeNull();
    expect(await make('site-two', SYSTEM)).toBeNull();
  });

  test('W-VOUCH-2 a token for this site, signed with its key and at most an hour long, names the person', async () => {
    const secret = await key();
    const claims = { name: 'Ada L.', email: 'ada@shop.example' };
    expect(await verify(await sign(secret, claims))).toEqual({ sub: 'customer 7', ...claims });
    // What no profile could hold is left out.
    expect(await verify(await sign(secret, { name: '', email: 'no address' }))).toEqual({ sub: 'customer 7' });
  });

  test.each([
    ['signed with another key', {}, {}, 'x'.repeat(43)],
    ['for another site', { aud: 'site-two' }, {}, ''],
    ['for nobody', { sub: '' }, {}, ''],
    ['for somebody too long', { sub: 'x'.repeat(129) }, {}, ''],
    ['that has ended', {}, { from: -600, to: -60 }, ''],
    ['from the future', {}, { from: 600, to: 900 }, ''],
    ['that vouches for longer than an hour', {}, { to: 3_700 }, ''],
    ['by another algorithm', {}, { alg: 'HS512' }, ''],
  ])('W-VOUCH-2 one %s names nobody', async (_what, claims, times, other) => {
    const secret = await key();
    expect(await verify(await sign(other === '' ? secret : other, claims, times))).toBeNull();
  });

  test('W-VOUCH-2 nothing is vouched for without a key, a site or a token', async () => {
    expect(await verify(await sign('x'.repeat(43), { aud: 'site-two' }), 'site-two')).toBeNull();
    expect(await verify(await sign(await key()), 'nowhere')).toBeNull();
    expect(await verify('nothing')).toBeNull();
  });

  test('W-PICTURE-1 the picture of an active agent is handed out, and nothing of anybody else', async () => {
    const query = new PictureQuery(database.dataSource);
    const ask = async (agentId: string, workspace = 'one') =>
      AgentPicture.answer.parse(await query.answer({ workspace, agentId }));
    const bo = (active: boolean) => ({
      ...bench.agent('bo', { email: 'bo@one.example', active }),
    });
    expect(await ask('bo')).toBeNull();
    await bench.happenAs(
      'one',
      { kind: 'agent', id: 'bo', name: 'Bo', role: 'agent' },
      {
        type: 'SaveOwnProfile',
        data: { name: 'Bo', picture },
      },
    );
    expect(await ask('bo')).toEqual({ picture });
    expect(await ask('bo', 'two')).toBeNull();
    expect(await ask('nobody')).toBeNull();
    await bench.happen('one', bo(false));
    expect(await ask('bo')).toBeNull();
  });
});
