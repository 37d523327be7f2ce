import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ProcessName } from '../platform/stack.ts';
import { eventsInLog, expectProjected } from '../platform/witness.ts';
import { accountOf } from '../platform/workspace.ts';
import type { AgentConsole } from './agent-console.ts';
import { Stage } from './stage.ts';
import { Typist } from './typist.ts';
import type { Widget } from './widget.ts';

/** From the moment the supervisor has started the next process; generous, because the machine may be busy. */
const BACK_WITHIN_MS = 30_000;

let stage: Stage;
let agent: AgentConsole;
let visitor: Widget;
let writers: readonly [Typist, Typist];

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor'] });
  [agent, visitor] = await Promise.all([stage.console(accountOf(stage.workspace, 0)), stage.shop()]);
  await agent.goOnline();
  writers = [new Typist('The visitor', visitor), new Typist('The agent', agent)];
  const first = await writers[0].line();
  await agent.openChat(first);
  await agent.stands('With you');
  for (const writer of writers) writer.start(400);
}, 120_000);

afterAll(async () => {
  for (const writer of writers) await writer.end();
  await stage.close();
});

/** A line of each, written from here on, is on the other's screen, and its writer's tick says so. */
async function getsThrough(): Promise<void> {
  const [theirs, ours] = await Promise.all(writers.map((writer) => writer.line()));
  await Promise.all([
    agent.shows(theirs ?? '', BACK_WITHIN_MS),
    visitor.shows(ours ?? '', BACK_WITHIN_MS),
    visitor.isSent(theirs ?? '', BACK_WITHIN_MS),
    agent.isSent(ours ?? '', BACK_WITHIN_MS),
  ]);
}

test.each<ProcessName>(['gateway', 'session', 'assignment', 'workspace', 'nats-server', 'postgres'])(
  'X-SEEN-1: %s is killed under the fingers of a visitor and an agent, and their next lines get through without a refresh',
  (name) =>
    stage.watch(`kill ${name}`, async () => {
      await getsThrough();
      const loads = [visitor.loads, agent.loads];
      await stage.platform.kill(name);
      await getsThrough();
      const { platform } = stage;
      await eventually(() => platform.said.some((line) => line.startsWith(`${name} is back`)), {
        within: BACK_WITHIN_MS,
      });
      expect([visitor.loads, agent.loads]).toEqual(loads);
    }),
  120_000,
);

test(
  'X-SEEN-2: both screens show every line once and in the order of the log, and so does Postgres',
  () =>
    stage.watch('all there', async () => {
      const { platform, workspace } = stage;
      for (const writer of writers) await writer.end();
      const sent = writers.map((writer) => writer.sent);
      // Each shows what it wrote before the log has it.
      await Promise.all([visitor, agent].map((page, i) => page.isSent(sent[i]?.at(-1) ?? '', BACK_WITHIN_MS)));
      await eventually(async () => (await agent.texts()).length === sent.flat().length, {
        within: BACK_WITHIN_MS,
        every: 100,
      });
      const events = await eventsInLog(platform, workspace.id, agent.session);
      const inLog = events.flatMap((event) => (event.type === 'MessagePosted' ? [event.data.text] : []));
      expect(sent.map((lines) => inLog.filter((text) => lines.includes(text)))).toEqual(sent);
      expect(inLog).toHaveLength(sent.flat().length);
      expect(await agent.texts()).toEqual(inLog);
      expect(await visitor.texts()).toEqual(inLog);
      await expectProjected(platform, workspace.id, agent.session);
      expect(stage.errors).toEqual([]);
    }),
  90_000,
);
