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
  await chat.say('Do you ship abroad?');
}, 120_000);

afterAll(() => stage.close());

const part = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 60_000);
};
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await noor.page.keyboard.press(key);
};

part('X-CONV-10: from the inbox to a reply, to the closed chat and back, with keys alone', async () => {
  await press('g', 'w');
  await noor.page.getByRole('heading', { name: 'Waiting' }).waitFor();
  await noor.row('Do you ship abroad?').waitFor();
  await press('j', 'Enter');
  await noor.shows('Do you ship abroad?');
  await noors.isWriting();

  await press('Escape', 'a');
  await noor.stands('With you');
  await press('r');
  await noors.isWriting();
  await noor.page.keyboard.type('We do, everywhere');
  await press('Enter');
  await chat.sees('We do, everywhere');

  await press('Escape', 'n');
  await noors.send.getByText('Add note').waitFor();
  await noor.page.keyboard.type('Asks from abroad');
  await press('Enter');
  await noor.hasTick('Asks from abroad', 'stored');

  await press('Escape', 'e');
  await noor.stands('Closed');
  await noors.told.filter({ hasText: 'The chat is closed.' }).waitFor();
  await press('z');
  await noor.stands('With you');
  await press('e');
  await chat.becomes('closed');
  expect(chat.texts).toEqual(['Do you ship abroad?', 'We do, everywhere']);
});

part('X-CONV-10: a chat is opened again, passed on with a note, and left, with keys alone', async () => {
  await press('e');
  await noor.action('Take it').waitFor();
  await press('a');
  await noor.stands('With you');
  await press('t');
  const dialog = noor.page.getByRole('dialog', { name: 'Transfer the chat' });
  await dialog.locator('input:focus').waitFor();
  await press('Space', 'ArrowDown');
  await dialog.getByRole('radio', { name: /^Ben/ }).and(noor.page.locator(':checked')).waitFor();
  await press('Tab');
  await noor.page.keyboard.type('By keys');
  await press('Tab', 'Tab', 'Enter');
  await noors.tells('You passed the chat on to Ben');
  await noor.log.getByText('By keys').waitFor();

  await press('Escape');
  await noor.composer.waitFor({ state: 'detached' });
  expect(new URL(noor.page.url()).pathname).toBe('/waiting');
  expect(stage.errors).toEqual([]);
});
