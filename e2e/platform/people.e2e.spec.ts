import { randomBytes } from 'node:crypto';
import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Api } from './api.ts';
import { Person } from './person.ts';
import { Platform } from './stack.ts';
import { vouch } from './vouch.ts';
import { eventsInLog } from './witness.ts';
import { accountOf, makeWorkspace, type Workspace } from './workspace.ts';

const PICTURE = 'iVBORw0KGgo=';

let platform: Platform;
let api: Api;
let workspace: Workspace;
let admin: string;

beforeAll(async () => {
  platform = await Platform.start();
  api = new Api(platform);
  workspace = await makeWorkspace(platform, { site: 'people-shop', agents: ['Noor', 'Ben'] });
  admin = (await api.signIn(accountOf(workspace, 0))).accessToken;
}, 120_000);

afterAll(() => platform.stop());

async function post<T>(path: string, body?: unknown, token?: string): Promise<T> {
  const answer = await api.ask('POST', path, token, body);
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
  return (await answer.json()) as T;
}

test('X-PEOPLE-1: who is invited chooses a password once, and is signed in; the password before opens nothing', async () => {
  const ben = accountOf(workspace, 1);
  const { url, token } = await post<{ url: string; token: string }>(`/agents/${ben.id}/invitation`, undefined, admin);
  expect(new URL(url).hash).toBe(`#${token}`);
  expect(await post('/auth/invitation', { token })).toEqual({
    name: ben.name,
    email: ben.email,
    workspaceName: 'Kettle & Cup',
  });
  const password = randomBytes(12).toString('base64url');
  const { accessToken } = await post<{ accessToken: string }>('/auth/invitation/accept', { token, password });
  expect((await api.ask('GET', '/workspace', accessToken)).status).toBe(200);
  expect((await api.ask('POST', '/auth/invitation/accept', undefined, { token, password })).status).toBe(404);
  await expect(api.signIn(ben)).rejects.toThrow('401');
  await api.signIn({ ...ben, password });
});

test('X-PEOPLE-2: the name an agent gives themselves reaches the desk, and the picture the visitors', async () => {
  const agent = await Person.agent(platform, accountOf(workspace, 0), { away: true });
  const data = { name: 'Noor de Wit', picture: `data:image/png;base64,${PICTURE}` };
  const commands = [{ id: 'own-profile', type: 'SaveOwnProfile', data }];
  expect(await post('/workspace/commands', { commands }, admin)).toMatchObject({ outcomes: [{ kind: 'stored' }] });
  await eventually(() =>
    agent.frames.some((frame) => frame.t === 'roster' && frame.agents.some(({ name }) => name === data.name)),
  );
  const picture = await eventually(async () => {
    const answer = await api.ask('GET', `/sites/${workspace.site}/agents/noor/picture`);
    return answer.status === 200 ? Buffer.from(await answer.arrayBuffer()).toString('base64') : null;
  });
  expect(picture).toBe(PICTURE);
  await agent.leave();
});

test('X-PEOPLE-3: whom the site vouches for is one visitor with any browser, and confirmed to agents as the site says', async () => {
  const { key } = await post<{ key: string }>(`/sites/${workspace.site}/identity-key`, undefined, admin);
  const claims = { aud: workspace.site, sub: 'customer 7', name: 'Mara Lind', email: 'mara@shop.example' };
  const ask = (identity: string) => {
    const secret = randomBytes(16).toString('base64url');
    return api.ask('POST', '/visitors/token', undefined, { siteId: workspace.site, secret, identity });
  };
  const known = async () => (await (await ask(vouch(key, claims))).json()) as { token: string; visitorId: string };
  const one = await known();
  expect((await known()).visitorId).toBe(one.visitorId);
  const forged = await ask(vouch('somebody else', claims));
  expect([forged.status, await forged.json()]).toEqual([401, expect.objectContaining({ code: 'identity-refused' })]);

  const visitor = await Person.withToken(platform, one.token);
  const chat = await visitor.open(workspace.site);
  const [opened] = await eventsInLog(platform, workspace.id, chat.id);
  expect(opened).toMatchObject({
    type: 'SessionOpened',
    data: { visitor: { name: 'Mara Lind', email: 'mara@shop.example', externalId: 'customer 7', verified: true } },
  });
  await visitor.leave();
});
