import { type SessionFrameEvent, SessionHistory } from '@holdfast/contracts';
import { commandIdOf } from '@holdfast/contracts/validators';
import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Api } from './api.ts';
import type { Chat } from './page.ts';
import { Person } from './person.ts';
import { Platform, type ProcessName } from './stack.ts';
import { Traffic } from './traffic.ts';
import { eventsInLog, expectAllIn, expectProjected, messageIds } from './witness.ts';
import { accountOf, makeWorkspace, type Workspace } from './workspace.ts';

/** From the moment the supervisor has started the next process; generous, because the machine may be busy. */
const BACK_WITHIN_MS = 30_000;

let platform: Platform;
let workspace: Workspace;
let visitor: Person;
let agent: Person;
let theirs: Chat;
let ours: Chat;
let traffic: Traffic;

beforeAll(async () => {
  platform = await Platform.start();
  workspace = await makeWorkspace(platform, { site: 'shop', agents: ['Noor'], capacity: 20 });
  agent = await Person.agent(platform, accountOf(workspace, 0));
  visitor = await Person.visitor(platform, workspace);
  theirs = await visitor.open(workspace.site);
  ours = agent.follow(theirs.id);
  await ours.becomes('assigned');
  traffic = new Traffic(theirs, ours);
  traffic.start(150);
}, 120_000);

afterAll(() => platform.stop());

const isAssigned = async (): Promise<void> => {
  const chat = await visitor.open(workspace.site);
  await chat.becomes('assigned', BACK_WITHIN_MS);
};
const signsIn = (): Promise<unknown> =>
  eventually(() => new Api(platform).signIn(accountOf(workspace, 0)), { within: BACK_WITHIN_MS, every: 100 });
const isProjected = async (): Promise<void> => {
  const ids = await traffic.getsThrough(BACK_WITHIN_MS);
  const events = ids.map((id) => `${id}/0`);
  await eventually(
    async () => {
      const query = 'select v from session.transcript where session = $1 and event_id = any($2)';
      return (await platform.rows(query, theirs.id, events)).length === events.length;
    },
    { within: BACK_WITHIN_MS, every: 50 },
  );
};
const askHistory = async (before?: number): Promise<Response> => {
  const page = before === undefined ? '' : `&before=${String(before)}`;
  const token = (await agent.token())?.token;
  return new Api(platform).ask('GET', `/sessions/${theirs.id}/history?limit=200${page}`, token);
};
/** The whole history, page by page. */
async function messagesInHistory(): Promise<string[]> {
  const events: SessionFrameEvent[] = [];
  for (let older = true; older;) {
    const answer = await askHistory(events[0]?.n);
    if (!answer.ok) throw new Error(`no history: ${String(answer.status)}`);
    const page = SessionHistory.answer.unwrap().parse(await answer.json());
    events.unshift(...page.events);
    ({ older } = page);
  }
  return events.filter(({ type }) => type === 'MessagePosted').map(commandIdOf);
}

test.each<[name: ProcessName, whatElseWorks: (() => Promise<unknown>)[]]>([
  ['gateway', []],
  ['session', [isProjected]],
  ['assignment', [isAssigned]],
  ['workspace', [signsIn]],
  ['nats-server', [isProjected, isAssigned]],
  ['postgres', [isProjected, signsIn]],
])(
  'X-KILL-1: %s is killed, and what is sent then gets through',
  async (name, whatElseWorks) => {
    await traffic.getsThrough(BACK_WITHIN_MS);
    await platform.kill(name);
    await traffic.getsThrough(BACK_WITHIN_MS);
    for (const works of whatElseWorks) await works();
    await eventually(() => platform.said.some((line) => line.startsWith(`${name} is back`)), {
      within: BACK_WITHIN_MS,
    });
  },
  90_000,
);

test('X-KILL-3: Postgres answers nothing for some ten seconds, people notice nothing, and then history has all of it', async () => {
  await traffic.getsThrough(BACK_WITHIN_MS);
  const first = traffic.sent.length;
  platform.pause('postgres');
  try {
    // Each takes two to three seconds: the session service waits for a connection, or the gateway for the session service.
    for (let asked = 0; asked < 5; asked++) {
      const [answer] = await Promise.all([askHistory(), traffic.getsThrough(BACK_WITHIN_MS)]);
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ code: 'catching-up' });
    }
    const meanwhile = traffic.sent.slice(first).map(({ id }) => id);
    expect(meanwhile.length).toBeGreaterThan(20);
    await traffic.getsThrough(BACK_WITHIN_MS);
    for (const { messages } of [theirs, ours]) {
      expect(messages.map(({ id }) => id)).toEqual(expect.arrayContaining(meanwhile));
      expect(messages.filter(({ tick }) => tick === 'failed' || tick === 'refused')).toEqual([]);
    }
    platform.resume('postgres');
    await eventually(
      async () => {
        expect(await messagesInHistory()).toEqual(expect.arrayContaining(meanwhile));
        return true;
      },
      { within: BACK_WITHIN_MS, every: 100 },
    );
  } finally {
    platform.resume('postgres');
  }
}, 120_000);

test('X-KILL-2: everything that was acknowledged is everywhere, once, in order', async () => {
  await traffic.end(BACK_WITHIN_MS);
  const events = await eventsInLog(platform, workspace.id, theirs.id);
  const inLog = messageIds(events);
  expectAllIn(inLog, traffic.sent);
  expect(inLog).toHaveLength(traffic.sent.length);
  for (const chat of [theirs, ours]) {
    expect(chat.messages.map(({ id }) => id)).toEqual(inLog);
    // Nothing was told twice or out of order, whatever was lost and sent again.
    expect(chat.told.map(({ n }) => n)).toEqual([...new Set(chat.told.map(({ n }) => n))].sort((a, b) => a - b));
  }
  await expectProjected(platform, workspace.id, theirs.id);
  expect(ours.view.assignee?.id).toBe('noor');
  expect([...visitor.problems, ...agent.problems].filter(({ kind }) => kind !== 'token-failed')).toEqual([]);
}, 90_000);
