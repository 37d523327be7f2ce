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
let bens: Conversation;

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor', 'Ben'] });
  [noor, ben, visitor] = await Promise.all([
    stage.console(accountOf(stage.workspace, 0)),
    stage.console(accountOf(stage.workspace, 1)),
    Person.visitor(stage.platform, stage.workspace),
  ]);
  [noors, bens] = [new Conversation(noor), new Conversation(ben)];
  chat = await visitor.open(stage.workspace.site);
  await chat.say('Does the lid come with it?');
}, 120_000);

afterAll(() => stage.close());

const part = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 60_000);
};

part(
  'X-CONV-1: who takes a chat has it on both screens; colleagues see each other look and type, and that the visitor is there',
  async () => {
    for (const console of [noor, ben]) {
      await console.view('Waiting');
      await console.openChat('Does the lid come with it?');
    }
    await noors.isViewedBy('Ben');
    await bens.isViewedBy('Noor');
    await noors.hasVisitorOnline();
    await noor.action('Take it').click();
    await noor.stands('With you');
    // The button is gone; what is typed next is the answer, and no shortcut.
    await noor.page.locator('hf-composer textarea:focus').waitFor();
    await ben.stands('With Noor');
    await eventually(() => chat.view.assignee?.name === 'Noor', { within: 20_000 });

    await ben.type('It does');
    await noors.saysOfTyping('Ben is typing…');
    await eventually(() => chat.view.typing.some(({ name }) => name === 'Ben'), { within: 20_000 });
  },
);

part('X-CONV-2: a reply is held back when a colleague has just answered, and goes when it is sent anyway', async () => {
  await noor.post('Yes, a fitting one');
  await ben.shows('Yes, a fitting one');
  await ben.composer.press('Enter');
  await bens.guard.getByText('Yes, a fitting one').waitFor();
  // A second Enter, or Escape, must not send what the first was held back for.
  await ben.page.keyboard.press('Escape');
  await bens.guard.waitFor({ state: 'detached' });
  await bens.holds('It does');
  expect(await ben.composer.evaluate((field) => field === document.activeElement)).toBe(true);

  await noor.post('In blue as well');
  await ben.shows('In blue as well');
  await ben.composer.press('Enter');
  await bens.guard.getByRole('button', { name: 'Send anyway' }).click();
  await chat.sees('It does');
  expect(chat.texts).toEqual(['Does the lid come with it?', 'Yes, a fitting one', 'In blue as well', 'It does']);
});

part(
  'X-CONV-3: a transfer carries its note; it is undone while nobody has the chat, and when somebody has',
  async () => {
    // Nobody is online: the chat waits.
    await noors.transfer(/^Ben/, 'Knows the lids');
    await bens.tells('Noor passed the chat on to you');
    await ben.log.getByText('Knows the lids').waitFor();
    await ben.action('Take it').waitFor();
    await noors.undo('Passed on to Ben.');
    await noor.stands('With you');
    await ben.stands('With Noor');

    await Promise.all([ben.goOnline(), noor.goOnline()]);
    await noors.transfer(/^Ben/, 'Still knows the lids');
    await ben.stands('With you');
    await ben.page
      .locator('hf-why-card')
      .getByText(/^It was passed on/)
      .waitFor();
    await noors.undo('Passed on to Ben.');
    await noor.stands('With you');
    await ben.stands('With Noor');
    expect(JSON.stringify(visitor.frames)).not.toContain('knows the lids');
    expect(stage.errors).toEqual([]);
  },
);
