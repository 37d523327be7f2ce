import { eventually } from '@holdfast/testing';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventsInLog, messageIds } from '../platform/witness.ts';
import { accountOf } from '../platform/workspace.ts';
import type { AgentConsole } from './agent-console.ts';
import { Stage } from './stage.ts';
import type { Widget } from './widget.ts';

let stage: Stage;
let agent: AgentConsole;

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor'], capacity: 20 });
  agent = await stage.console(accountOf(stage.workspace, 0));
  await agent.goOnline();
}, 120_000);

afterEach(() => {
  expect(stage.errors).toEqual([]);
});

afterAll(() => stage.close());

const part = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 90_000);
};

/** A visitor whose first message the agent has open. */
async function chatting(first: string): Promise<Widget> {
  const visitor = await stage.shop();
  await visitor.post(first);
  await agent.openChat(first);
  await agent.stands('With you');
  await visitor.hasTick(first, 'read');
  return visitor;
}

async function expectOnce(texts: readonly string[], visitor: Widget): Promise<void> {
  await visitor.lists(texts);
  await agent.lists(texts);
  const events = await eventsInLog(stage.platform, stage.workspace.id, agent.session);
  expect(messageIds(events)).toEqual(await visitor.ids());
}

part('X-TAB-1: what waits in the outbox survives a reload, and goes out once and in order', async () => {
  const visitor = await chatting('before the reload');
  stage.platform.pause('session');
  try {
    await visitor.post('pending one');
    await visitor.post('pending two');
    await visitor.hasTick('pending two', 'clock');
    await visitor.reload();
    await visitor.lists(['before the reload', 'pending one', 'pending two']);
    await visitor.hasTick('pending one', 'clock');
    await visitor.post('and a third');
  } finally {
    stage.platform.resume('session');
  }
  await visitor.hasTick('and a third', 'read', 40_000);
  await expectOnce(['before the reload', 'pending one', 'pending two', 'and a third'], visitor);
  await visitor.page.context().close();
});

part(
  'X-TAB-2: two tabs of a visitor show one conversation over one socket; when one goes the other goes on',
  async () => {
    const first = await chatting('from the first tab');
    const context = first.page.context();
    const second = await stage.shop(context);
    await second.lists(['from the first tab']);
    await second.post('from the second tab');
    await first.shows('from the second tab');
    await agent.post('Hello, both of you');
    await Promise.all([first, second].map((tab) => tab.shows('Hello, both of you')));
    expect(first.sockets.size + second.sockets.size).toBe(1);

    const [leader, follower] = first.sockets.size === 1 ? [first, second] : [second, first];
    await leader.page.close();
    await follower.post('alone again');
    await follower.hasTick('alone again', 'read');
    expect(follower.sockets.size).toBe(1);
    await expectOnce(['from the first tab', 'from the second tab', 'Hello, both of you', 'alone again'], follower);
    await context.close();
  },
);

part(
  'X-TAB-3: on a connection that comes and goes both write on, and nothing is lost, doubled or misordered',
  async () => {
    const visitor = await chatting('on the train');
    const theirs: string[] = [];
    const ours: string[] = [];
    for (let i = 0; i < 4; i++) {
      stage.platform.disconnect();
      for (const round of ['a', 'b']) {
        theirs.push(`tunnel ${String(i)}${round}`);
        ours.push(`answer ${String(i)}${round}`);
        await visitor.post(theirs.at(-1) ?? '');
        await agent.post(ours.at(-1) ?? '');
      }
      expect((await visitor.texts()).slice(-1)).toEqual(theirs.slice(-1));
      await visitor.hasTick(theirs.at(-1) ?? '', 'clock');
      stage.platform.reconnect();
      // Every other time the connection goes again as soon as it has come.
      if (i % 2 === 0) await eventually(() => stage.platform.line.connections > 0, { within: 30_000 });
      else await visitor.hasTick(theirs.at(-1) ?? '', 'read', 60_000);
    }
    await agent.hasTick(ours.at(-1) ?? '', 'read', 60_000);
    await visitor.hasTick(theirs.at(-1) ?? '', 'read', 60_000);
    const shown = await agent.texts();
    expect(shown.filter((text) => text.startsWith('tunnel'))).toEqual(theirs);
    expect(shown.filter((text) => text.startsWith('answer'))).toEqual(ours);
    expect(shown).toHaveLength(1 + theirs.length + ours.length);
    await expectOnce(shown, visitor);
    await visitor.page.context().close();
  },
);
