import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Chat } from '../platform/page.ts';
import { Person } from '../platform/person.ts';
import { accountOf } from '../platform/workspace.ts';
import type { AgentConsole } from './agent-console.ts';
import { Conversation } from './conversation.ts';
import { Stage } from './stage.ts';

let stage: Stage;
let visitor: Person;
let chat: Chat;
let noor: AgentConsole;
let noors: Conversation;

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor', 'Ben'] });
  [noor, visitor] = await Promise.all([
    stage.console(accountOf(stage.workspace, 0)),
    Person.visitor(stage.platform, stage.workspace),
  ]);
  noors = new Conversation(noor);
  chat = await visitor.open(stage.workspace.site);
  await chat.say('The kettle whistles off key');
  await noor.view('All');
  await noor.openChat('The kettle whistles off key');
  await noor.action('Take it').click();
  await noor.stands('With you');
}, 120_000);

afterAll(() => stage.close());

const part = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 60_000);
};

part('X-CONV-9: a chat that was closed is undone into what it was, and can be opened again', async () => {
  await noor.action('Close').click();
  await noor.stands('Closed');
  await noors.undo('The chat is closed.');
  await noor.stands('With you');
  await chat.becomes('assigned');

  await noor.action('Close').click();
  await chat.becomes('closed');
  await noors.mode('Reply').and(noor.page.locator(':disabled')).waitFor();
  await noor.action('Reopen').click();
  await noor.action('Take it').click();
  await noor.stands('With you');
});

part('X-CONV-9: a chat that went back to the queue is taken again', async () => {
  await noors.more('Return to queue');
  await noor.stands('Waiting for an agent');
  await noors.undo('The chat is back in the queue.');
  await noor.stands('With you');
});

part('X-CONV-9: a snoozed chat says until when, and is woken by undo, by hand, or by the visitor', async () => {
  const snooze = async (): Promise<void> => {
    await noors.more('Snooze…');
    await noor.page.getByRole('menuitem', { name: /^In 4 hours/ }).click();
    await noor.stands('Snoozed until');
  };
  await snooze();
  await noors.undo('Snoozed until');
  await noor.stands('With you');
  await snooze();
  await noor.page.locator('hf-chat-header').getByRole('button', { name: 'Wake' }).click();
  await noor.stands('With you');
  await snooze();
  await chat.say('And it drips');
  await noor.stands('With you');
});

part('X-CONV-9: without a connection it is shown as kept, and done once there is one', async () => {
  stage.platform.disconnect();
  await noor.page.locator('hf-connection-banner', { hasText: 'No connection' }).waitFor();
  await noor.action('Close').click();
  await noor.stands('Closed');
  await noor.stands('Kept here, done when the connection is back');
  stage.platform.reconnect();
  await chat.becomes('closed');
  await noors.told.filter({ hasText: 'The chat is closed.' }).waitFor();
  expect(await noor.standing.innerText()).toBe('Closed');
  expect(stage.errors).toEqual([]);
});
