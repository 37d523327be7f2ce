import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { accountOf } from '../platform/workspace.ts';
import type { AgentConsole } from './agent-console.ts';
import { judge, type Log } from './judge.ts';
import { sample, sampled } from './sampler.ts';
import type { Shown } from './shown.ts';
import { Stage } from './stage.ts';
import { logOf } from './stream.ts';
import { Typist } from './typist.ts';
import type { Widget } from './widget.ts';

/** Banners keep quiet for 2 s; the rest is for a machine that is busy, and for the time a slow line takes. */
const SILENT_MS = 5_000;
const BACK_WITHIN_MS = 60_000;

let stage: Stage;
let agent: AgentConsole;
let visitor: Widget;
let writers: readonly [Typist, Typist];
let screens: Record<'visitor' | 'agent', Shown[]>;
let log: Log;

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor'] });
  const people = await Promise.all([stage.person(), stage.person()]);
  await Promise.all(people.map(sample));
  [agent, visitor] = await Promise.all([
    stage.console(accountOf(stage.workspace, 0), people[0]),
    stage.shop(people[1]),
  ]);
  await agent.goOnline();
  writers = [new Typist('The visitor', visitor), new Typist('The agent', agent)];
  const first = await writers[0].line();
  await agent.openChat(first);
  await agent.stands('With you');
  for (const writer of writers) writer.start(250);
}, 120_000);

afterAll(async () => {
  for (const writer of writers) await writer.end();
  await stage.close();
});

/** What each writes from here on is on the screen of the other. */
async function getsThrough(): Promise<void> {
  const [theirs, ours] = await Promise.all(writers.map((writer) => writer.line()));
  await Promise.all([agent.shows(theirs ?? '', BACK_WITHIN_MS), visitor.shows(ours ?? '', BACK_WITHIN_MS)]);
}

/** Each shows what it wrote before the log has it. */
async function allIsThere(): Promise<void> {
  const all = writers.flatMap(({ sent }) => sent).length;
  const pages = [visitor, agent];
  await Promise.all(pages.map((page, i) => page.isSent(writers[i]?.sent.at(-1) ?? '', BACK_WITHIN_MS)));
  const isComplete = async (page: AgentConsole | Widget): Promise<boolean> => (await page.texts()).length === all;
  await Promise.all(pages.map((page) => eventually(() => isComplete(page), { within: BACK_WITHIN_MS, every: 100 })));
}

/** Both screens say that something is wrong with the connection. */
const bothSay = (): Promise<unknown> =>
  Promise.all(
    [agent.page, visitor.page].map((page) => eventually(() => saysSomething(page), { within: 20_000, every: 100 })),
  );

const saysSomething = async (page: AgentConsole['page']): Promise<boolean> =>
  (await sampled(page)).at(-1)?.banner !== '';

const faults: readonly [string, () => Promise<unknown>][] = [
  ['the gateway is killed', () => stage.platform.kill('gateway')],
  [
    'the line goes and comes, again and again',
    async () => {
      for (const lines of [1, 4, 0]) {
        stage.platform.disconnect();
        for (let n = 0; n < lines; n++) await writers[0].line();
        stage.platform.reconnect();
        await eventually(() => stage.platform.line.connections > 0, { within: BACK_WITHIN_MS });
      }
    },
  ],
  [
    'the line is gone for long',
    async () => {
      stage.platform.disconnect();
      await bothSay();
      stage.platform.reconnect();
    },
  ],
  [
    'the browser says it is offline, and is',
    async () => {
      const contexts = [agent.page.context(), visitor.page.context()];
      await Promise.all(contexts.map((context) => context.setOffline(true)));
      stage.platform.disconnect();
      await bothSay();
      await Promise.all(contexts.map((context) => context.setOffline(false)));
      stage.platform.reconnect();
    },
  ],
  [
    'the line is slow, and breaks',
    async () => {
      stage.platform.line.setLatency(600);
      await getsThrough();
      stage.platform.line.reset();
      await getsThrough();
      stage.platform.line.setLatency(0);
    },
  ],
  ['the session service is killed', () => stage.platform.kill('session')],
];

test.each(faults)(
  'X-TRUE-1: while %s two people write on, and it gets through',
  (name, strike) =>
    stage.watch(name, async () => {
      await getsThrough();
      await strike();
      await getsThrough();
    }),
  180_000,
);

test(
  'X-TRUE-2: nothing on either screen was ever untrue',
  () =>
    stage.watch('never untrue', async () => {
      for (const writer of writers) await writer.end();
      await allIsThere();
      screens = { visitor: await sampled(visitor.page), agent: await sampled(agent.page) };
      log = await logOf(stage.platform, stage.workspace.id, agent.session);
      expect(judge('visitor', screens.visitor, log, SILENT_MS)).toEqual([]);
      expect(judge('agent', screens.agent, log, SILENT_MS)).toEqual([]);
      expect(stage.errors).toEqual([]);
    }),
  120_000,
);

test('X-TRUE-3: the sampler has seen enough to judge by: ticks, banners, and all messages', () => {
  for (const shown of Object.values(screens)) {
    const ticks = new Set(shown.flatMap(({ messages }) => messages.map(({ tick }) => tick)));
    expect([...ticks]).toEqual(expect.arrayContaining(['clock', 'stored', 'read']));
    expect(shown.filter(({ banner }) => banner !== '').length).toBeGreaterThan(0);
    expect(shown.at(-1)?.messages.map(({ id }) => id)).toEqual(log.messages.map(({ id }) => id));
  }
});

test('X-TRUE-4: a lie that is planted into what was seen is found', () => {
  const { visitor: shown } = screens;
  const at = shown.findIndex(({ messages }) => messages.some(({ tick }) => tick === 'clock'));
  const look = shown[at];
  if (look === undefined) throw new Error('no message was ever pending');
  const messages = look.messages.map((message) => (message.tick === 'clock' ? { ...message, tick: 'read' } : message));
  expect(judge('visitor', shown.with(at, { ...look, messages }), log, SILENT_MS)).not.toEqual([]);
});
