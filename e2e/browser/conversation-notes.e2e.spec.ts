import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '@holdfast/testing';
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
let ben: AgentConsole;
let noors: Conversation;

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor', 'Ben', 'Nora'] });
  [noor, ben, visitor] = await Promise.all([
    stage.console(accountOf(stage.workspace, 0)),
    stage.console(accountOf(stage.workspace, 1)),
    Person.visitor(stage.platform, stage.workspace),
  ]);
  noors = new Conversation(noor);
  chat = await visitor.open(stage.workspace.site);
  await chat.say('Where is my parcel?');
  await noor.view('Waiting');
  await noor.openChat('Where is my parcel?');
}, 120_000);

afterAll(() => stage.close());

const part = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 60_000);
};

part('X-CONV-4: a note is told apart before it is sent, calls a colleague, and reaches no visitor', async () => {
  const look = async (): Promise<string[]> => [
    await noor.composer.evaluate((field) => getComputedStyle(field.closest('form') ?? field).backgroundColor),
    (await noor.composer.getAttribute('placeholder')) ?? '',
    (await noor.composer.getAttribute('aria-label')) ?? '',
    (await noors.send.innerText()).trim(),
  ];
  const reply = await look();
  await noors.mode('Internal note').click();
  await eventually(async () => {
    const note = await look();
    return note.every((said, i) => said !== reply[i]) && note[3] === 'Add note';
  });

  const told = visitor.frames.length;
  await noor.type('It is lost, @be');
  await noor.page.getByRole('option', { name: /^Ben/ }).waitFor();
  await noor.page.keyboard.press('Enter');
  await noors.holds('It is lost, @Ben ');
  await noor.type('please send another');
  await noor.page.keyboard.press('Enter');
  await noor.hasTick('please send another', 'stored');

  // What is posted after it has come, so the note would have.
  await noors.mode('Reply').click();
  await noor.post('One moment, please');
  await chat.sees('One moment, please');
  expect(chat.texts).toEqual(['Where is my parcel?', 'One moment, please']);
  const since = JSON.stringify(visitor.frames.slice(told));
  for (const secret of ['It is lost', 'please send another', 'mentions', '"internal"', 'ben'])
    expect(since).not.toContain(secret);
});

part('X-CONV-4: whom a note calls finds it among the mentions, where it says so', async () => {
  await ben.page
    .getByRole('navigation', { name: 'Views of the inbox' })
    .getByRole('link', { name: /^Mentions/ })
    .click();
  const row = ben.page.locator('hf-inbox-row', { hasText: 'mentions you' });
  await row.getByRole('link').click();
  const note = new Conversation(ben).notes.filter({ hasText: 'please send another' });
  await note.getByText('Internal note', { exact: true }).waitFor();
  await note.getByText('mentions you').waitFor();
  expect(await note.locator('.bubble').innerText()).toBe('It is lost, @Ben please send another');
});

part('X-CONV-4: a mention outlives the closing of its chat, until it is put away', async () => {
  const row = ben.page.locator('hf-inbox-row', { hasText: 'mentions you' });
  await noors.more('Close');
  await row.getByText('Closed', { exact: true }).waitFor();
  await row.getByRole('button', { name: /^Put away the mention/ }).click();
  await ben.page.getByText('No note mentions you').waitFor();
  expect(stage.errors).toEqual([]);
});
