import { randomBytes, randomUUID } from 'node:crypto';
import { type ClientSessionCommand, type Outcome, type SessionFrameEvent, STREAMS } from '@holdfast/contracts';
import { commandIdOf } from '@holdfast/contracts/validators';
import { managerOf } from '@holdfast/jetstream';
import { eventually } from '@holdfast/testing';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Api } from './api.ts';
import { mischief, say } from './mischief.ts';
import { type Chat, isStored } from './page.ts';
import { Person } from './person.ts';
import { RawClient } from './raw-client.ts';
import { Platform } from './stack.ts';
import { eventsInLog, expectAllIn, expectProjected, messageIds } from './witness.ts';
import { accountOf, makeWorkspace, type Workspace } from './workspace.ts';

let platform: Platform;
let workspace: Workspace;
let visitor: Person;
let agent: Person;

beforeAll(async () => {
  const environment = { gateway: { RATE_VISITOR: '1000/10000' } };
  platform = await Platform.start({ instances: { session: 2 }, environment });
  workspace = await makeWorkspace(platform, { site: 'shop', agents: ['Noor', 'Ben'], capacity: 20 });
  agent = await Person.agent(platform, accountOf(workspace, 0));
  visitor = await Person.visitor(platform, workspace);
}, 120_000);

afterEach(() => {
  expect([...visitor.problems, ...agent.problems]).toEqual([]);
});

afterAll(() => platform.stop());

async function chat(): Promise<{ theirs: Chat; ours: Chat }> {
  const theirs = await visitor.open(workspace.site);
  const ours = agent.follow(theirs.id);
  await Promise.all([theirs.becomes('assigned'), ours.becomes('assigned')]);
  return { theirs, ours };
}

interface Answers {
  readonly session?: string | undefined;
  readonly outcomes: readonly Outcome[];
}
const tells = (outcomes: readonly Outcome[], id: string): boolean => outcomes.some(({ commandId }) => commandId === id);

/** Every request for a session is settled, and what was to be answered directly is on its way before that. */
async function expectNothingUnderWay(): Promise<void> {
  const jsm = await managerOf(platform.nats);
  await eventually(
    async () => {
      const { num_pending, num_ack_pending } = await jsm.consumers.info(STREAMS.commands, 'session-commands');
      return num_pending === 0 && num_ack_pending === 0;
    },
    { within: 30_000 },
  );
}

test('X-OFF-1, X-OFF-2: what is written without a connection waits with a clock, and goes out in order when it is back', async () => {
  const { theirs, ours } = await chat();
  visitor.goOffline();
  await eventually(() => visitor.client.connection.value.status !== 'live');
  const ids = ['one', 'two', 'three'].map((text) => theirs.handle.post(text));
  expect(theirs.messages.map(({ tick }) => tick)).toEqual(['clock', 'clock', 'clock']);
  await ours.say('Are you there?');
  expect(theirs.texts).toEqual(['one', 'two', 'three']);

  visitor.goOnline();
  await eventually(() => ids.every((id) => isStored(theirs.message(id))), { within: 30_000 });
  await ours.sees('three');
  expect(visitor.syncs(theirs.id).at(-1)).toBe('tail');
  const events = await eventsInLog(platform, workspace.id, theirs.id);
  expect(theirs.texts).toEqual(['Are you there?', 'one', 'two', 'three']);
  expect(ours.messages.map(({ id }) => id)).toEqual(messageIds(events));
  await expectProjected(platform, workspace.id, theirs.id);
});

test('X-OFF-3: whose connection was away for long gets a snapshot, and reads what was before from the history', async () => {
  const { theirs, ours } = await chat();
  await theirs.say('first of all');
  visitor.goOffline();
  await eventually(() => visitor.client.connection.value.status !== 'live');
  const ids = Array.from({ length: 230 }, (_, i) => ours.handle.post(`line ${String(i)}`));
  await eventually(() => ids.every((id) => isStored(ours.message(id))), { within: 30_000 });

  visitor.goOnline();
  await theirs.sees('line 229', 30_000);
  expect(visitor.syncs(theirs.id).at(-1)).toBe('snapshot');
  expect(theirs.view.older).toBe(true);
  const shown = theirs.texts;
  expect(shown).toEqual(Array.from({ length: shown.length }, (_, i) => `line ${String(230 - shown.length + i)}`));

  const api = new Api(platform);
  for (let pages = 0; theirs.view.older; pages++) {
    expect(pages).toBeLessThan(5);
    const path = `/sessions/${theirs.id}/history?before=${String(theirs.view.from)}&limit=20`;
    const answer = await api.ask('GET', path, (await visitor.token())?.token);
    const { events, older } = (await answer.json()) as { events: SessionFrameEvent[]; older: boolean };
    theirs.handle.prepend(events, older);
  }
  expect(theirs.texts).toEqual(['first of all', ...Array.from({ length: 230 }, (_, i) => `line ${String(i)}`)]);
});

test('X-ONCE-1: a sender who never sees an answer sends again, and the log has each message once', async () => {
  const { theirs, ours } = await chat();
  const ids: string[] = [];
  for (const round of [1, 2, 3]) {
    // What goes up arrives; nothing comes back.
    visitor.line.lose('down');
    const id = theirs.handle.post(`round ${String(round)}`);
    await ours.sees(`round ${String(round)}`);
    expect(theirs.message(id)?.tick).toBe('clock');
    visitor.line.stopLosing();
    visitor.line.reset();
    await eventually(() => isStored(theirs.message(id)), { within: 30_000 });
    ids.push(id);
  }
  const inLog = messageIds(await eventsInLog(platform, workspace.id, theirs.id));
  expect(inLog).toEqual(ids);
  expect(ours.messages.map(({ id }) => id)).toEqual(ids);
});

test('X-ONCE-2: one command id by many sockets at once, with two bodies and over HTTP, is one message', async () => {
  const secret = randomBytes(16).toString('base64url');
  const api = new Api(platform);
  const { token } = await api.visitorToken(workspace.site, secret);
  const session = randomUUID();
  const sockets = await Promise.all([1, 2, 3, 4].map(() => RawClient.hello(platform, token, session)));
  const open = { id: randomUUID(), type: 'OpenSession', data: { siteId: workspace.site, visitor: {} } } as const;
  const post = (text: string) =>
    ({ id: 'said-once', type: 'PostMessage', data: { text, visibility: 'public' } }) as const;
  for (const [i, socket] of sockets.entries()) {
    const commands = [open, post(i % 2 === 0 ? 'one body' : 'another body')];
    for (const id of [randomUUID(), randomUUID()]) socket.send({ t: 'request', id, session, commands });
  }
  await Promise.all(
    sockets.map((socket) =>
      socket.next('outcomes', ({ outcomes }) =>
        outcomes.some(({ commandId, kind }) => commandId === 'said-once' && kind === 'stored'),
      ),
    ),
  );
  const answer = await api.ask('POST', `/sessions/${session}/commands`, token, { commands: [post('a third body')] });
  expect(await answer.json()).toMatchObject({ outcomes: [{ commandId: 'said-once', kind: 'stored' }] });

  const events = await eventsInLog(platform, workspace.id, session);
  expectAllIn(messageIds(events), [{ id: 'said-once', from: 'visitor' }]);
  expect(messageIds(events)).toEqual(['said-once']);
  for (const socket of sockets) {
    const shown = [...socket.of('sync'), ...socket.of('events')].flatMap(({ events: told }) => told);
    expect(shown.filter(({ type }) => type === 'MessagePosted')).toHaveLength(1);
    socket.close();
  }
});

test('X-ONCE-3: who asks against every rule has one outcome of each command in the log, and is told no other', async () => {
  const api = new Api(platform);
  const theirs = (await api.visitorToken(workspace.site, randomBytes(16).toString('base64url'))).token;
  const ours = (await api.signIn(accountOf(workspace, 1))).accessToken;
  // The same ids in both: an id is one command of one session.
  const sessions = [randomUUID(), randomUUID()];
  const ids = Array.from({ length: 48 }, (_, n) => `id-${String(n)}`);
  const answers: Answers[] = [];
  const post = async (session: string, token: string, commands: readonly ClientSessionCommand[]): Promise<void> => {
    const answer = await api.ask('POST', `/sessions/${session}/commands`, token, { commands });
    if (answer.ok) answers.push({ session, ...((await answer.json()) as { outcomes: Outcome[] }) });
  };
  for (const session of sessions)
    await post(session, theirs, [
      { id: 'open', type: 'OpenSession', data: { siteId: workspace.site, visitor: { name: 'Mallory' } } },
      { id: 'refused', type: 'Withdraw', data: { commandId: 'refused' } },
    ]);
  const tokens = [theirs, theirs, theirs, ours, ours];
  const sockets = await Promise.all(tokens.map((token) => RawClient.hello(platform, token, ...sessions)));

  const overHttp: Promise<void>[] = [];
  for (let round = 0; round < 40; round++) {
    for (const [n, socket] of sockets.entries()) {
      const session = sessions[(round + n) % 2]!;
      socket.send({ t: 'request', id: randomUUID(), session, commands: mischief(ids, round, n) });
      if (round % 4 === n % 4)
        overHttp.push(post(session, tokens[n]!, [say('refused', 'but why?'), ...mischief(ids, round + 1, n + 7)]));
    }
  }
  await Promise.all(overHttp);
  // Whatever was turned away is asked for once more, in order.
  for (const session of sessions) {
    for (let from = 0; from < ids.length; from += 8) {
      const some = ids.slice(from, from + 8);
      await post(
        session,
        theirs,
        some.map((id) => say(id, 'at last')),
      );
    }
  }
  await expectNothingUnderWay();
  // What was sent to a socket before this has come when this has.
  for (const session of sessions) {
    await post(session, theirs, [say('last-of-theirs', 'done')]);
    await post(session, ours, [say('last-of-ours', 'done')]);
  }
  for (const [n, socket] of sockets.entries()) {
    const last = tokens[n] === theirs ? 'last-of-theirs' : 'last-of-ours';
    for (const session of sessions)
      await socket.next('outcomes', (frame) => frame.session === session && tells(frame.outcomes, last));
    answers.push(...socket.of('outcomes'));
    socket.close();
  }

  for (const session of sessions) {
    const commits = await platform.sessionCommits(workspace.id, session);
    await eventsInLog(platform, workspace.id, session);
    const inLog = new Map(commits.flatMap(({ outcomes }) => outcomes.map((each) => [each.commandId, each] as const)));
    expect(ids.filter((id) => !inLog.has(id))).toEqual([]);
    const kinds = [...inLog.values()].map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['stored', 'withdrawn', 'refused']));

    const messages = commits.flatMap(({ events }) => messageIds(events));
    expect(new Set(messages).size).toBe(messages.length);
    for (const { outcomes, events } of commits)
      for (const event of events) expect(outcomes).toContainEqual({ commandId: commandIdOf(event), kind: 'stored' });
    const told = answers.filter((answer) => answer.session === session).flatMap(({ outcomes }) => outcomes);
    for (const outcome of told) expect(outcome).toEqual(inLog.get(outcome.commandId));
    // Each id was answered over and over, and to both.
    expect(told.length).toBeGreaterThan(4 * ids.length);
  }
});
