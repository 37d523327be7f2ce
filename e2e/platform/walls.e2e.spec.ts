import { randomUUID } from 'node:crypto';
import type { ClientFrame } from '@holdfast/contracts';
import { CLOSE, FRAME_LIMITS } from '@holdfast/contracts/validators';
import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Api } from './api.ts';
import type { Chat } from './page.ts';
import { Person } from './person.ts';
import { RawClient } from './raw-client.ts';
import { Platform } from './stack.ts';
import { eventsInLog, messageIds } from './witness.ts';
import { accountOf, makeWorkspace, type Workspace } from './workspace.ts';

let platform: Platform;
let api: Api;
let ours: Workspace;
let theirs: Workspace;
let visitor: Person;
let agent: Person;
let chat: Chat;
let seen: Chat;

beforeAll(async () => {
  platform = await Platform.start();
  api = new Api(platform);
  ours = await makeWorkspace(platform, { site: 'our-shop', agents: ['Noor', 'Ben'] });
  theirs = await makeWorkspace(platform, { site: 'their-shop', agents: ['Eve'] });
  agent = await Person.agent(platform, accountOf(ours, 0));
  visitor = await Person.visitor(platform, ours);
  chat = await visitor.open(ours.site);
  seen = agent.follow(chat.id);
  await seen.becomes('assigned');
}, 120_000);

afterAll(() => platform.stop());

const say = (session: string, text: string): ClientFrame => ({
  t: 'request',
  id: randomUUID(),
  session,
  commands: [{ id: randomUUID(), type: 'PostMessage', data: { text, visibility: 'public' } }],
});

test('X-WALL-1: an agent who signs out, or is deactivated, is cut off within a second, and their token opens nothing', async () => {
  const signOut = async (): Promise<void> => {
    const { accessToken, cookie } = await api.signIn(accountOf(ours, 1));
    const socket = await RawClient.hello(platform, accessToken, chat.id);
    const person = await Person.withToken(platform, accessToken);
    expect((await api.ask('POST', '/auth/logout', undefined, undefined, cookie)).status).toBe(204);
    await expectCutOff(socket, person, accessToken);
  };
  const deactivate = async (): Promise<void> => {
    const { accessToken } = await api.signIn(accountOf(ours, 1));
    const socket = await RawClient.hello(platform, accessToken, chat.id);
    const person = await Person.withToken(platform, accessToken);
    const { id: agentId, name, email } = accountOf(ours, 1);
    const data = { agentId, name, email, role: 'agent', teams: ['support'], capacity: 4, active: false };
    const admin = (await api.signIn(accountOf(ours, 0))).accessToken;
    const commands = [{ id: randomUUID(), type: 'SaveAgent', data }];
    expect((await api.ask('POST', '/workspace/commands', admin, { commands })).status).toBe(200);
    await expectCutOff(socket, person, accessToken);
    await expect(api.signIn(accountOf(ours, 1))).rejects.toThrow('401');
  };
  await signOut();
  await deactivate();
});

async function expectCutOff(socket: RawClient, person: Person, token: string): Promise<void> {
  const from = performance.now();
  const { code, at } = await socket.end();
  expect(code).toBe(CLOSE.unauthenticated);
  expect(at - from).toBeLessThan(1_000);
  await eventually(() => person.client.connection.value.status === 'signed-out');
  await person.leave();
  const again = await RawClient.connect(platform);
  again.sayHello(token, chat.id);
  expect((await again.end()).code).toBe(CLOSE.unauthenticated);
  expect((await api.ask('GET', `/sessions/${chat.id}/history`, token)).status).toBe(401);
}

test('X-WALL-2: the people of one workspace can neither see nor touch what is another’s', async () => {
  await chat.say('for our eyes only');
  const admin = (await api.signIn(accountOf(theirs, 0))).accessToken;
  const stranger = (await api.visitorToken(theirs.site, 'A'.repeat(22))).token;
  const other = (await api.visitorToken(ours.site, 'B'.repeat(22))).token;
  for (const token of [admin, stranger, other]) {
    const spy = await RawClient.hello(platform, token, chat.id);
    expect(spy.of('sync')).toMatchObject([{ mode: 'none', n: 0, events: [] }]);
    spy.send(say(chat.id, 'let me in'));
    expect(await spy.next('turned-away')).toMatchObject({ reason: 'not-found' });
    spy.send({ t: 'signal', session: chat.id, kind: 'typing', on: true });
    for (const path of ['history', 'decisions', 'audit'])
      expect((await api.ask('GET', `/sessions/${chat.id}/${path}`, token)).status).toBe(404);
    await seen.say('still between us');
    spy.send({ t: 'ping' });
    await spy.next('pong');
    expect(spy.of('events')).toEqual([]);
    spy.close();
  }
  expect(chat.view.typing).toEqual([]);
  expect(await (await api.ask('GET', '/search?q=eyes', admin)).json()).toMatchObject({ hits: [] });
  const eve = await Person.agent(platform, accountOf(theirs, 0));
  eve.client.inbox.watch({ filter: 'all' });
  await eventually(() => eve.client.inbox.view.value.current);
  expect(eve.client.inbox.view.value.rows).toEqual([]);
  expect(eve.client.roster.value.map(({ id }) => id)).toEqual(['eve']);
  await eve.leave();
});

test('X-WALL-3: a hostile client next to a normal pair is turned away and closed, and the pair notices nothing', async () => {
  const welcomes = (): number =>
    [visitor, agent].flatMap(({ frames }) => frames).filter(({ t }) => t === 'welcome').length;
  const before = { welcomes: welcomes(), texts: chat.texts };
  const { token } = await api.visitorToken(ours.site, 'C'.repeat(22));
  const own = randomUUID();
  const request = (text: string, more = ''): string =>
    `{"t":"request","id":"r","session":"${own}","commands":[{"id":"c","type":"PostMessage","data":{"text":${text},"visibility":"public"${more}}}]}`;
  const attacks: readonly [what: string | Buffer, code: number | null][] = [
    [request(JSON.stringify('x'.repeat(FRAME_LIMITS.bytes))), CLOSE.tooBig],
    ['{"t":'.repeat(5_000), CLOSE.badFrame],
    ['[1,2', CLOSE.badFrame],
    [Buffer.from([0, 159, 146, 150]), CLOSE.badFrame],
    ['{"t":"become-admin"}', CLOSE.badFrame],
    [request('"x"', ',"__proto__":{"role":"admin"}'), CLOSE.badFrame],
    [request('17'), null],
    [request('"a\\u0000b"'), null],
    [request('"a\\ud800b"'), null],
    [JSON.stringify(say(chat.id, 'somebody else’s')), null],
  ];
  for (const [i, [what, code]] of attacks.entries()) {
    const hostile = await RawClient.hello(platform, token);
    hostile.raw(what);
    if (code === null) {
      await hostile.next('turned-away');
      expect(hostile.closed).toBeUndefined();
      hostile.close();
    } else expect((await hostile.end()).code).toBe(code);
    const stranger = await RawClient.connect(platform);
    stranger.sayHello(`${token}x`);
    expect((await stranger.end()).code).toBe(CLOSE.unauthenticated);
    await chat.say(`undisturbed ${String(i)}`);
    await seen.sees(`undisturbed ${String(i)}`);
  }
  const flood = await RawClient.hello(platform, token);
  for (let i = 0; i < 3_000; i++) flood.raw('{"t":"ping"}');
  expect((await flood.end()).code).toBe(CLOSE.tooManyFrames);
  await seen.say('and after the flood');
  await chat.sees('and after the flood');

  expect(welcomes()).toBe(before.welcomes);
  const said = attacks.map((_, i) => `undisturbed ${String(i)}`);
  expect(chat.texts).toEqual([...before.texts, ...said, 'and after the flood']);
  const events = await eventsInLog(platform, ours.id, chat.id);
  expect(messageIds(events)).toEqual(chat.messages.map(({ id }) => id));
  expect(await platform.sessionCommits(ours.id, own)).toEqual([]);
  expect([...visitor.problems, ...agent.problems]).toEqual([]);
});
