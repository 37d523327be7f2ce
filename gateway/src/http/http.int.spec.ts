import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AcceptInvitation,
  AgentPicture,
  type Answer,
  type Ask,
  InviteAgent,
  MakeIdentityKey,
  ReadInvitation,
  RefreshSignIn,
  SearchMessages,
  SignIn,
  SignOut,
  SiteById,
  VerifyIdentity,
  WorkspaceDirectory,
} from '@holdfast/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import supertest from 'supertest';
import { agent, agentToken, open, type Rig, say, startRig, visitor, visitorToken } from '../gateway.harness.ts';

let rig: Rig;
let folder: string;
const page = (name: string) =>
  `<!doctype html><html><body><app-root ngCspNonce="CSP_NONCE">${name}</app-root></body></html>`;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-apps-'));
  for (const app of ['console', 'widget', 'shop']) mkdirSync(join(folder, app));
  writeFileSync(join(folder, 'console', 'index.html'), page('console'));
  writeFileSync(join(folder, 'console', 'main-ABCD1234.js'), 'true');
  writeFileSync(join(folder, 'widget', 'index.html'), page('widget'));
  writeFileSync(join(folder, 'widget', 'loader.js'), 'true');
  writeFileSync(
    join(folder, 'shop', 'index.html'),
    '<script src="{{WIDGET_URL}}/loader.js" data-site="{{SITE_ID}}"></script>',
  );
  rig = await startRig({
    CONSOLE_DIR: join(folder, 'console'),
    WIDGET_DIR: join(folder, 'widget'),
    SHOP_DIR: join(folder, 'shop'),
    SHOP_PORT: '0',
    SHOP_SITE: 'site-acme',
    WIDGET_URL: 'http://localhost:8080/widget/',
    SIGN_INS_PER_MINUTE: '20',
  });
});
afterAll(async () => {
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
});
const http = () => supertest(rig.url);
/** A response whose body may be anything, and is looked at as such. */
const answer = async (
  request: supertest.Test,
): Promise<{ body: unknown; headers: Record<string, unknown>; text: string; status: number }> => request;
const bearer = (token: string): [string, string] => ['Authorization', `Bearer ${token}`];
const staff = async (more: Partial<Parameters<typeof agentToken>[0]> = {}) =>
  bearer(await agentToken({ sub: 'a1', ...more }));
const secret = 'A'.repeat(22);

describe('visitors', () => {
  test('G-HTTP-1 a token for the one who has the secret, on this site', async () => {
    const { body } = await answer(
      http().post('/api/v1/visitors/token').send({ siteId: 'site-acme', secret }).expect(200),
    );
    const id = createHash('sha256').update(`site-acme:${secret}`).digest('base64url').slice(0, 22);
    expect(body).toMatchObject({ visitorId: id, expiresAt: expect.any(String) });
    expect(decodeJwt((body as { token: string }).token)).toMatchObject({
      kind: 'visitor',
      ws: 'acme',
      sub: id,
      site: 'site-acme',
      team: 'sales',
      aud: 'widget',
      iss: 'holdfast',
    });
    const elsewhere = await http().post('/api/v1/visitors/token').send({ siteId: 'site-other', secret }).expect(200);
    expect((elsewhere.body as { visitorId: string }).visitorId).not.toBe(id);
  });

  test('G-HTTP-1 a site that is not there, and a secret that is none', async () => {
    await http().post('/api/v1/visitors/token').send({ siteId: 'nowhere', secret }).expect(404);
    await http().post('/api/v1/visitors/token').send({ siteId: 'site-acme', secret: 'short' }).expect(422);
    await http().post('/api/v1/visitors/token').send({ siteId: 'site-acme', secret, visitorId: 'me' }).expect(422);
  });

  test('G-HTTP-1 what a widget shows of its site, from any page', async () => {
    const { body, headers } = await answer(http().get('/api/v1/sites/site-acme').expect(200));
    expect(body).toEqual({ siteId: 'site-acme', name: 'Shop', greeting: 'Hello!' });
    expect(headers['access-control-allow-origin']).toBe('*');
  });
});

describe('people and pictures', () => {
  const picture = 'data:image/png;base64,iVBORw0KGgo=';
  beforeAll(() => {
    rig.services.answers[VerifyIdentity.pattern] = ({ token }: { token: string }) =>
      token === 'signed' ? { sub: 'customer 7', name: 'Ada', email: 'ada@x.example' } : null;
    rig.services.answers[AgentPicture.pattern] = ({ workspace, agentId }: Ask<typeof AgentPicture>) =>
      workspace === 'acme' && agentId === 'a1' ? { picture } : null;
    rig.services.answers[InviteAgent.pattern] = ({ by }: Ask<typeof InviteAgent>) =>
      by.kind === 'agent' && by.role === 'admin' ? { token: 'acme.x', expiresAt: '2026-12-01T00:00:00.000Z' } : null;
    rig.services.answers[MakeIdentityKey.pattern] = ({ by }: Ask<typeof MakeIdentityKey>) =>
      by.kind === 'agent' && by.role === 'admin' ? { key: 'k' } : null;
    const usual = rig.services.answers[SiteById.pattern];
    rig.services.answers[SiteById.pattern] = async (asked: never) => {
      const found = (await usual?.(asked)) as Answer<typeof SiteById>;
      return found?.site.siteId === 'site-strict' ? { ...found, site: { ...found.site, verifiedOnly: true } } : found;
    };
  });
  const token = (more: object) =>
    http()
      .post('/api/v1/visitors/token')
      .send({ siteId: 'site-acme', secret, ...more });

  test('G-HTTP-10 whom the site vouches for is the same person with any secret', async () => {
    const [one, other] = [
      (await token({ identity: 'signed' }).expect(200)).body as { token: string; visitorId: string },
      (await token({ identity: 'signed', secret: 'B'.repeat(22) }).expect(200)).body as { visitorId: string },
    ];
    expect(one.visitorId).toBe(other.visitorId);
    expect(one.visitorId).not.toBe(((await token({}).expect(200)).body as { visitorId: string }).visitorId);
    expect(decodeJwt(one.token)).toMatchObject({ externalId: 'customer 7', name: 'Ada', email: 'ada@x.example' });
    expect((await token({ identity: 'forged' }).expect(401)).body).toMatchObject({ code: 'identity-refused' });
    expect((await token({ siteId: 'site-strict' }).expect(401)).body).toMatchObject({ code: 'identity-required' });
    await token({ siteId: 'site-strict', identity: 'signed' }).expect(200);
  });

  test('G-HTTP-11 a picture with its type, and nothing where there is none', async () => {
    const { headers, body } = await answer(http().get('/api/v1/sites/site-acme/agents/a1/picture').expect(200));
    expect(headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' });
    expect(body).toEqual(Buffer.from('iVBORw0KGgo=', 'base64'));
    const again = http().get('/api/v1/sites/site-acme/agents/a1/picture').set('If-None-Match', String(headers['etag']));
    await again.expect(304);
    await http().get('/api/v1/sites/site-acme/agents/nobody/picture').expect(204);
    await http().get('/api/v1/sites/site-other/agents/a1/picture').expect(204);
    await http().get('/api/v1/sites/nowhere/agents/a1/picture').expect(404);
    await http().get('/api/v1/agents/a1/picture').expect(401);
    const own = http()
      .get('/api/v1/agents/a1/picture')
      .set(...(await staff()));
    expect((await answer(own.expect(200))).headers['cache-control']).toBe('private, max-age=60');
  });

  test('G-HTTP-12 admins invite, and get the key of a site', async () => {
    const post = async (path: string, role: 'admin' | 'agent') =>
      http()
        .post(`/api/v1/${path}`)
        .set(...(await staff({ role })));
    expect((await post('agents/a2/invitation', 'admin')).body).toEqual({
      token: 'acme.x',
      expiresAt: '2026-12-01T00:00:00.000Z',
      url: 'http://localhost:8080/invitation#acme.x',
    });
    expect((await post('agents/a2/invitation', 'agent')).status).toBe(404);
    expect((await post('sites/site-acme/identity-key', 'admin')).body).toEqual({ key: 'k' });
    expect((await post('sites/site-acme/identity-key', 'agent')).status).toBe(404);
  });
});

describe('signing in', () => {
  const pair = (n: number) => ({
    accessToken: `access-${n}`,
    accessExpiresAt: '2026-12-01T00:00:00.000Z',
    refreshToken: `refresh-${n}`,
    refreshExpiresAt: '2099-12-31T00:00:00.000Z',
    workspace: 'acme',
    agent: { id: 'a1', name: 'A', email: 'a@acme.example', role: 'agent' },
  });
  const asked: object[] = [];
  beforeAll(() => {
    rig.services.answers[SignIn.pattern] = (ask: { password: string }) => {
      asked.push(ask);
      const { password } = ask;
      return password === 'right' ? pair(1) : password === 'many' ? { tooMany: true, retryAfterMs: 5_000 } : null;
    };
    rig.services.answers[RefreshSignIn.pattern] = ({ refreshToken }: { refreshToken: string }) =>
      refreshToken === 'refresh-1' ? pair(2) : null;
  });
  const login = (password: string) => http().post('/api/v1/auth/login').send({ email: 'a@acme.example', password });

  test('G-HTTP-2 answers an access token, and the refresh token where no script can read it', async () => {
    const { body, headers } = await answer(login('right').expect(200));
    expect(body).toEqual({
      accessToken: 'access-1',
      expiresAt: '2026-12-01T00:00:00.000Z',
      agent: pair(1).agent,
      workspace: 'acme',
    });
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^holdfast_refresh=refresh-1; Path=\/api\/v1\/auth; Expires=.+; HttpOnly; SameSite=Strict$/,
      ),
    ]);
    expect(headers['cache-control']).toBe('no-store');
  });

  test('G-HTTP-2 with a new password beside it signing in changes it', async () => {
    const before = asked.length;
    const change = (password: string, newPassword: string) =>
      http().post('/api/v1/auth/password').send({ email: 'a@acme.example', password, newPassword });
    expect((await change('right', 'another password').expect(200)).headers['set-cookie']).toHaveLength(1);
    expect(asked.slice(before)).toEqual([
      { email: 'a@acme.example', password: 'right', newPassword: 'another password', from: expect.any(String) },
    ]);
    expect((await change('wrong', 'another password').expect(401)).body).toMatchObject({ code: 'wrong-credentials' });
    await change('right', 'short').expect(422);
    expect(asked).toHaveLength(before + 2);
  });

  test('G-HTTP-2 a wrong password says no more than that, and too many are told to wait', async () => {
    expect((await login('wrong').expect(401)).body).toMatchObject({ code: 'wrong-credentials' });
    const { headers } = await login('many').expect(429);
    expect(headers['retry-after']).toBe('5');
  });

  test('G-HTTP-2 the cookie gives a fresh pair; a spent one gives nothing, and is not taken away', async () => {
    const { body, headers } = await answer(
      http().post('/api/v1/auth/refresh').set('Cookie', 'x=1; holdfast_refresh=refresh-1').expect(200),
    );
    expect(body).toMatchObject({ accessToken: 'access-2' });
    expect(headers['set-cookie']).toEqual([expect.stringContaining('refresh-2')]);
    const spent = await http().post('/api/v1/auth/refresh').set('Cookie', 'holdfast_refresh=spent').expect(401);
    // By the time the answer is there, the browser may have another one.
    expect(spent.headers).not.toHaveProperty('set-cookie');
    await http().post('/api/v1/auth/refresh').expect(401);
  });

  test('G-HTTP-2 signing out ends the sign-in at the service', async () => {
    const signedOut: string[] = [];
    rig.services.answers[SignOut.pattern] = ({ refreshToken }: { refreshToken: string }) => (
      signedOut.push(refreshToken),
      {}
    );
    await http().post('/api/v1/auth/logout').set('Cookie', 'holdfast_refresh=refresh-1').expect(204);
    expect(signedOut).toEqual(['refresh-1']);
  });

  test('G-HTTP-12 an invitation is read and accepted', async () => {
    const found = { name: 'Bo', email: 'bo@x.example', workspaceName: 'Acme' };
    rig.services.answers[ReadInvitation.pattern] = ({ token }: { token: string }) => (token === 'good' ? found : null);
    rig.services.answers[AcceptInvitation.pattern] = ({ token }: { token: string }) =>
      token === 'good' ? pair(3) : null;
    const post = (path: string, body: object) => http().post(`/api/v1/auth/${path}`).send(body);
    expect((await post('invitation', { token: 'good' }).expect(200)).body).toEqual(found);
    await post('invitation', { token: 'spent' }).expect(404);
    const accepted = await post('invitation/accept', { token: 'good', password: 'a new password' }).expect(200);
    expect(accepted.body).toMatchObject({ accessToken: 'access-3' });
    expect(accepted.headers['set-cookie']).toEqual([expect.stringContaining('refresh-3')]);
    await post('invitation/accept', { token: 'good', password: 'short' }).expect(422);
  });

  test('G-HTTP-2 one address may not try for ever', async () => {
    const codes: number[] = [];
    for (let i = 0; i < 20; i++) codes.push((await login('wrong')).status);
    expect(codes.at(-1)).toBe(429);
  });
});

describe('reading', () => {
  beforeAll(async () => {
    await rig.services.record('acme', 'h1', visitor('v1'), open(), say('hello'));
    await rig.services.record('acme', 'h1', agent('a1'), say('a note', 'internal'));
  });

  test('G-HTTP-3 nobody without a token', async () => {
    for (const path of ['sessions/h1/history', 'search?q=x', 'workspace']) {
      const { headers, body } = await answer(http().get(`/api/v1/${path}`).expect(401));
      expect(headers['www-authenticate']).toBe('Bearer');
      expect(body).toMatchObject({ code: 'unauthenticated' });
    }
  });

  test('G-HTTP-3 staff read all of it, its visitor what is theirs, another visitor nothing', async () => {
    const read = async (header: [string, string]) =>
      http()
        .get('/api/v1/sessions/h1/history?limit=10')
        .set(...header);
    expect(((await read(await staff())).body as { events: object[] }).events).toHaveLength(3);
    const own = await read(bearer(await visitorToken({ sub: 'v1' })));
    expect((own.body as { events: object[] }).events).toHaveLength(2);
    expect(JSON.stringify(own.body)).not.toContain('note');
    expect((await read(bearer(await visitorToken({ sub: 'v2' })))).status).toBe(404);
    expect((await read(await staff({ ws: 'other' }))).status).toBe(404);
  });

  test('G-HTTP-3 what is for staff is not there for visitors', async () => {
    const token = bearer(await visitorToken({ sub: 'v1' }));
    for (const path of [
      'sessions/h1/decisions',
      'sessions/h1/audit',
      'search?q=x',
      'search?q=x&session=h1',
      'visitors?q=x',
      'visitors/v1/sessions',
      'workspace',
    ]) {
      await http()
        .get(`/api/v1/${path}`)
        .set(...token)
        .expect(404);
      await http()
        .get(`/api/v1/${path}`)
        .set(...(await staff()))
        .expect(200);
    }
    await http()
      .get('/api/v1/sessions/nowhere/audit')
      .set(...(await staff()))
      .expect(404);
    await http()
      .get('/api/v1/sessions')
      .set(...token)
      .expect(200);
  });

  test("G-HTTP-5 a question that no service reads is the caller's fault", async () => {
    for (const query of ['search?q=%00', 'search', 'sessions/h1/history?limit=0'])
      expect(
        (
          await answer(
            http()
              .get(`/api/v1/${query}`)
              .set(...(await staff()))
              .expect(422),
          )
        ).body,
      ).toMatchObject({ code: 'invalid' });
  });

  test('G-HTTP-5 a service that does not answer is catching up', async () => {
    const usual = rig.services.answers[SearchMessages.pattern];
    rig.services.answers[SearchMessages.pattern] = () => Promise.reject(new Error('no database'));
    const { body, headers } = await answer(
      http()
        .get('/api/v1/search?q=x')
        .set(...(await staff()))
        .expect(503),
    );
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(body).toEqual({ type: 'about:blank', title: 'Service Unavailable', status: 503, code: 'catching-up' });
    if (usual !== undefined) rig.services.answers[SearchMessages.pattern] = usual;
  });

  test.each([
    ['an unknown route', '/api/v1/nothing', 404, 'not-found'],
    ['an id that is none', '/api/v1/sessions/a.b/history', 422, 'invalid'],
    ['a limit that is none', '/api/v1/sessions/h1/history?limit=1000', 422, 'invalid'],
  ])('G-HTTP-5 %s is a problem', async (_what, path, status, code) => {
    const { body, headers } = await answer(
      http()
        .get(path)
        .set(...(await staff()))
        .expect(status),
    );
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({ status, code });
  });
});

describe('asking', () => {
  const post = (id: string) => ({ commands: [{ id, ...say('over http') }] });

  test('G-HTTP-4 commands are answered with their outcomes, also when they were settled before', async () => {
    const token = bearer(await visitorToken({ sub: 'v3' }));
    const first = await http()
      .post('/api/v1/sessions/h3/commands')
      .set(...token)
      .send({
        commands: [
          { id: 'o1', ...open() },
          { id: 'p1', ...say('x') },
        ],
      })
      .expect(200);
    expect(first.body).toEqual({
      outcomes: [
        { commandId: 'o1', kind: 'stored' },
        { commandId: 'p1', kind: 'stored' },
      ],
    });
    const again = await http()
      .post('/api/v1/sessions/h3/commands')
      .set(...token)
      .send({ commands: [{ id: 'p1', ...say('y') }] })
      .expect(200);
    expect(again.body).toEqual({ outcomes: [{ commandId: 'p1', kind: 'stored' }] });
    const refused = await http()
      .post('/api/v1/sessions/h3/commands')
      .set(...token)
      .send({ commands: [{ id: 'o2', ...open() }] })
      .expect(200);
    expect(refused.body).toEqual({ outcomes: [{ commandId: 'o2', kind: 'refused', reason: 'already-open' }] });
  });

  test('G-HTTP-4 what the gateway turns away is a problem', async () => {
    await http()
      .post('/api/v1/sessions/h3/commands')
      .set(...bearer(await visitorToken({ sub: 'v4' })))
      .send(post('z1'))
      .expect(404);
    await http()
      .post('/api/v1/desk/commands')
      .set(...bearer(await visitorToken({ sub: 'v4' })))
      .send(post('z2'))
      .expect(404);
    const save = { commands: [{ id: 'z3', type: 'SaveTeam', data: { teamId: 't', name: 'T' } }] };
    await http()
      .post('/api/v1/workspace/commands')
      .set(...(await staff()))
      .send(save)
      .expect(403);
    const { body } = await answer(
      http()
        .post('/api/v1/desk/commands')
        .set(...(await staff()))
        .send(post('z4'))
        .expect(422),
    );
    expect(body).toMatchObject({ code: 'invalid', detail: expect.stringContaining('/commands/0') });
  });

  test('G-HTTP-4 the desk and the workspace answer too', async () => {
    const available = { commands: [{ id: 'd1', type: 'SetAvailability', data: { availability: 'online' } }] };
    expect(
      (
        await http()
          .post('/api/v1/desk/commands')
          .set(...(await staff()))
          .send(available)
          .expect(200)
      ).body,
    ).toMatchObject({ outcomes: [{ kind: 'stored' }] });
    const data = { siteId: 'site-acme', name: 'S', teamId: 't', allowedOrigins: [] };
    const saved = { commands: [{ id: 'w1', type: 'SaveSite', data }] };
    expect(
      (
        await http()
          .post('/api/v1/workspace/commands')
          .set(...(await staff({ role: 'admin' })))
          .send(saved)
          .expect(200)
      ).body,
    ).toMatchObject({ outcomes: [{ kind: 'stored' }] });
  });

  test('G-HTTP-5 a body that is too big, or no JSON, is a problem', async () => {
    const token = await staff();
    await http()
      .post('/api/v1/desk/commands')
      .set(...token)
      .send({ commands: [], x: 'x'.repeat(70_000) })
      .expect(413);
    await http()
      .post('/api/v1/desk/commands')
      .set(...token)
      .set('Content-Type', 'application/json')
      .send('{')
      .expect(400);
  });
});

describe('documents', () => {
  test('G-HTTP-6 the widget may be framed where its site allows it, the console nowhere', async () => {
    const policy = async (path: string) => {
      const { headers, text } = await http().get(path).set('Accept', 'text/html').expect(200);
      return { csp: String(headers['content-security-policy']), text, headers };
    };
    const widget = await policy('/widget/?site=site-acme');
    expect(widget.csp).toContain('frame-ancestors http://127.0.0.1:4711');
    expect(widget.headers['x-frame-options']).toBeUndefined();
    const nonce = /'nonce-([\w-]+)'/.exec(widget.csp)?.[1] ?? 'none';
    expect(widget.text).toContain(`ngCspNonce="${nonce}"`);
    expect((await policy('/widget/')).csp).toContain("frame-ancestors 'none'");
    expect((await policy('/widget/?site=nowhere')).csp).toContain("frame-ancestors 'none'");
    const console = await policy('/inbox/all');
    expect(console.csp).toContain("frame-ancestors 'none'");
    expect(console.csp).toContain("require-trusted-types-for 'script'");
    expect(console.text).toContain('console');
  });

  test('G-HTTP-6 the loader may be on any page, everything else is ours alone', async () => {
    const loader = await http().get('/widget/loader.js').expect(200);
    expect(loader.headers).toMatchObject({
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=300',
    });
    const script = await http().get('/main-ABCD1234.js').expect(200);
    expect(script.headers).toMatchObject({
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    await http().get('/missing-ABCD1234.js').set('Accept', '*/*').expect(404);
  });

  test("G-HTTP-6 the sample shop is another site's page, with the widget of its site", async () => {
    const shop = supertest(`http://127.0.0.1:${rig.gateway.shopPort ?? 0}`);
    const { text, headers } = await shop.get('/').expect(200);
    expect(text).toContain('<script src="http://localhost:8080/widget/loader.js" data-site="site-acme">');
    expect(headers['content-security-policy']).toContain('frame-src http://localhost:8080');
    await shop.get('/api/v1/workspace').expect(404);
  });

  test('G-HTTP-7 the API describes itself', async () => {
    const { body } = await answer(http().get('/api/openapi.json').expect(200));
    const { paths, components } = body as { paths: Record<string, unknown>; components: object };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/visitors/token',
        '/api/v1/auth/login',
        '/api/v1/sessions/{id}/history',
        '/api/v1/sessions/{id}/commands',
        '/api/v1/workspace',
      ]),
    );
    expect(paths['/api/v1/visitors/token']).toMatchObject({
      post: { requestBody: { content: { 'application/json': { schema: expect.anything() } } } },
    });
    expect(components).toBeDefined();
    await http().get('/api/docs').expect(200);
  });
});

describe('health', () => {
  test('G-HEALTH-1 ready once caught up, alive anyway', async () => {
    await http().get('/livez').expect(200, { status: 'ok' });
    const { body } = await answer(http().get('/readyz').expect(200));
    expect(body).toMatchObject({
      status: 'ok',
      details: { nats: { status: 'up' }, log: { status: 'up' }, open: { status: 'up' } },
    });
  });

  test('G-HEALTH-2 what is counted', async () => {
    const { text } = await http().get('/metrics').expect(200);
    for (const name of [
      'connections',
      'frames_received_total',
      'syncs_total',
      'signals_dropped_total',
      'publish_seconds_count',
      'feed_lag',
      'turned_away_total',
    ]) {
      expect(text).toContain(`holdfast_gateway_${name}`);
    }
  });
});

test('G-HTTP-3 a query for one workspace is never asked for another', async () => {
  const asked: unknown[] = [];
  rig.services.answers[WorkspaceDirectory.pattern] = (ask: unknown) => (
    asked.push(ask),
    { name: 'O', agents: [], teams: [], sites: [], cannedReplies: [] }
  );
  await http()
    .get('/api/v1/workspace?workspace=acme')
    .set(...(await staff({ ws: 'other' })))
    .expect(200);
  expect(asked).toEqual([{ workspace: 'other' }]);
});

test('G-HTTP-9 nobody may have any number of things looked up', async () => {
  const narrow = await startRig({ TOKENS_PER_MINUTE: '2' });
  const statuses = async (path: string, times: number) => {
    const seen: number[] = [];
    for (let i = 0; i < times; i++) seen.push((await supertest(narrow.url).get(path)).status);
    return seen;
  };
  expect(await statuses('/api/v1/sites/nowhere', 3)).toEqual([404, 404, 429]);
  expect(await statuses('/widget?site=nowhere', 1)).toEqual([429]);
  const refresh = supertest(narrow.url).post('/api/v1/auth/refresh').set('Cookie', 'holdfast_refresh=guess');
  expect((await refresh).status).toBe(429);
  await narrow.close();
});
