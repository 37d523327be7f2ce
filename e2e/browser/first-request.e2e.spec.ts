import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '@holdfast/testing';
import { eventsInLog, messageIds } from '../platform/witness.ts';
import { accountOf } from '../platform/workspace.ts';
import type { AgentConsole } from './agent-console.ts';
import { sample, sampled } from './sampler.ts';
import { Stage } from './stage.ts';
import type { Widget } from './widget.ts';

let stage: Stage;
let agent: AgentConsole;
let visitor: Widget;
let loads: readonly number[];
/** Everything that was said in the first chat, in the order of the log. */
const said: string[] = [];

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor'], capacity: 9 });
  const [ours, theirs] = await Promise.all([stage.person(), stage.person()]);
  await Promise.all([ours, theirs].map(sample));
  [agent, visitor] = await Promise.all([stage.console(accountOf(stage.workspace, 0), ours), stage.shop(theirs)]);
  await agent.goOnline();
  loads = [agent.loads, visitor.loads];
}, 120_000);

afterEach(() => {
  expect(stage.errors).toEqual([]);
});

afterAll(() => stage.close());

const scenario = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 90_000);
};

async function visitorSays(...texts: readonly string[]): Promise<void> {
  for (const text of texts) await visitor.post(text);
  said.push(...texts);
}

async function agentSays(text: string): Promise<void> {
  await agent.post(text);
  said.push(text);
}

/** Both screens, and the log, have what was said, once and in its order. */
async function allAgree(): Promise<void> {
  await Promise.all([visitor.lists(said, 60_000), agent.lists(said, 60_000)]);
  const events = await eventsInLog(stage.platform, stage.workspace.id, agent.session);
  expect(messageIds(events)).toEqual(await visitor.ids());
}

scenario('X-FIRST-1 the agent sees a new chat at once', async () => {
  await visitorSays('Is my order on its way?');
  await agent.row('Is my order on its way?').waitFor();
  await agent.openChat('Is my order on its way?');
});

scenario('X-FIRST-2 what one side sends is instantly on the other’s screen, both ways', async () => {
  await agentSays('Let me look.');
  await visitor.shows('Let me look.');
  await visitorSays('Thank you!');
  await agent.shows('Thank you!');
  await visitor.hasTick('Thank you!', 'read');
  await allAgree();
});

scenario(
  'X-FIRST-3 what is sent offline waits with a clock, and goes out in order once there is a connection',
  async () => {
    await visitor.page.context().setOffline(true);
    stage.platform.disconnect();
    await visitorSays('It is number 4711.', 'A blue kettle.');
    await visitor.hasTick('A blue kettle.', 'clock');
    await visitor.page.context().setOffline(false);
    stage.platform.reconnect();
    await visitor.hasTick('A blue kettle.', 'read', 60_000);
    await allAgree();
  },
);

scenario('X-FIRST-4 a connection that breaks and is back goes unnoticed', async () => {
  const banners = async (): Promise<string[]> =>
    (await Promise.all([agent.page, visitor.page].map(sampled)))
      .flatMap((looks) => looks.filter(({ from }) => from >= since))
      .flatMap(({ banner }) => (banner === '' ? [] : [banner]));
  await allAgree();
  const since = Date.now();
  stage.platform.line.reset();
  await visitorSays('Are you still there?');
  await agent.shows('Are you still there?');
  await agentSays('I am.');
  await allAgree();
  expect(await banners()).toEqual([]);
});

scenario('X-FIRST-5 a message whose answers are lost is sent again, and is nowhere twice', async () => {
  stage.platform.line.lose('down');
  await visitorSays('Do you see this once?');
  await eventually(
    async () => messageIds(await eventsInLog(stage.platform, stage.workspace.id, agent.session)).length === said.length,
    { within: 20_000, every: 50 },
  );
  stage.platform.line.stopLosing();
  stage.platform.line.reset();
  await visitor.isSent('Do you see this once?', 60_000);
  await allAgree();
});

scenario('X-FIRST-6 a message that cannot be kept says so, and a press sends it', async () => {
  const [, frame] = visitor.page.frames();
  const isFull = (full: boolean): Promise<void> | undefined =>
    frame?.evaluate((refuses) => {
      const refuse = (): never => {
        throw new DOMException('The disk is full', 'QuotaExceededError');
      };
      const kept = globalThis as { whole?: PropertyDescriptor };
      kept.whole ??= Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'add') ?? {};
      Object.defineProperty(IDBObjectStore.prototype, 'add', refuses ? { value: refuse } : kept.whole);
    }, full);
  await isFull(true);
  await visitor.post('There is no room for this.');
  const retry = visitor.frame.getByRole('button', { name: 'Retry' });
  await retry.waitFor();
  await isFull(false);
  await retry.click();
  said.push('There is no room for this.');
  await visitor.hasTick('There is no room for this.', 'read');
  await allAgree();
});

scenario('X-FIRST-7 every tab shows the same, whichever of them one writes in', async () => {
  const other = await stage.shop(visitor.page.context());
  await other.lists(said);
  await other.post('From my other tab.');
  said.push('From my other tab.');
  // An answer follows what it answers.
  await agent.lists(said);
  await agentSays('Got it.');
  await other.lists(said);
  await allAgree();
  await other.page.close();
});

scenario('X-FIRST-8 for none of this anything was closed, opened or loaded again', async () => {
  await allAgree();
  expect([agent.loads, visitor.loads]).toEqual(loads);
});
