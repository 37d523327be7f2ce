import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '@holdfast/testing';
import type { Chat } from '../platform/page.ts';
import { Person } from '../platform/person.ts';
import { accountOf } from '../platform/workspace.ts';
import type { AgentConsole } from './agent-console.ts';
import { Conversation } from './conversation.ts';
import { Scenery } from './scenery.ts';
import { Stage } from './stage.ts';

/** More than a snapshot and a page hold. */
const LINES = Array.from(
  { length: 280 },
  (_, i) => `Line ${String(i)}${i === 9 ? ' on porcelain' : i === 270 ? ' on Porcelain' : ''}.`,
);

let stage: Stage;
let visitor: Person;
let chat: Chat;
let noor: AgentConsole;
let noors: Conversation;

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor'] });
  [noor, visitor] = await Promise.all([
    stage.console(accountOf(stage.workspace, 0)),
    Person.visitor(stage.platform, stage.workspace),
  ]);
  noors = new Conversation(noor);
  chat = await visitor.open(stage.workspace.site);
  await new Scenery(stage).visitorWrote(chat, LINES);
  await noor.view('All');
}, 120_000);

afterAll(() => stage.close());

const part = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 60_000);
};

part(
  'X-CONV-8: what the search over all chats finds leads to its place, which is read back to and stands out',
  async () => {
    await noor.page.locator('hf-search-box').getByRole('button').click();
    await noor.page.getByRole('combobox', { name: 'Search messages and visitors' }).fill('porcelain');
    await noor.page.getByRole('option', { name: /Line 9 / }).click();
    await noors.landed('Line 9 on porcelain.').waitFor();
    expect(await noors.isInView('Line 9 on porcelain.')).toBe(true);
    expect(new URL(noor.page.url()).search).toBe('');
    // Everything between is there too, and what is below was not taken for read.
    expect((await noor.texts()).slice(-1)).toEqual(LINES.slice(-1));
    await noor.row('Line 279.').locator('.count').waitFor();
  },
);

part('X-CONV-8: an address leads there as well, and says so when there is no such message', async () => {
  const n = chat.messages[100]?.n ?? 0;
  const other = await stage.tab(noor, `/all/${chat.id}?at=${String(n)}`);
  const others = new Conversation(other);
  await others.landed(LINES[100] ?? '').waitFor();
  expect(await others.isInView(LINES[100] ?? '')).toBe(true);
  await other.page.goto(`${stage.platform.stack.urls.console}all/${chat.id}?at=100000`);
  await other.page.getByText('That message is not in this chat any more.').waitFor();
  await other.page.close();
});

part('X-CONV-8: the search within a chat finds what is not loaded yet, and walks from one to the next', async () => {
  await noor.page.reload();
  await noor.shows('Line 279.');
  // Typed on at once, as people do.
  await noor.page.keyboard.press('Control+f');
  await noor.page.keyboard.type('porcelain');
  await noors.findState.getByText('2 of 2').waitFor();
  expect(await noors.isInView('Line 270 on Porcelain.')).toBe(true);
  await noors.find.press('Enter');
  await noors.findState.getByText('1 of 2').waitFor();
  await eventually(() => noors.isInView('Line 9 on porcelain.'), { within: 20_000 });
  expect(await noor.log.locator('mark').count()).toBe(2);
  await noors.find.press('Escape');
  await noors.find.waitFor({ state: 'detached' });
  expect(await noor.composer.evaluate((field) => field === document.activeElement)).toBe(true);
});

part('X-CONV-7: older messages come as one scrolls up, without a gap, and what is read stays where it is', async () => {
  await noor.page.reload();
  await noor.shows('Line 279.');
  const [first = ''] = await noor.texts();
  expect(LINES.indexOf(first)).toBeGreaterThan(0);
  await noors.scrollToTop();
  const before = await noors.placeOf(first);
  await eventually(async () => (await noor.texts())[0] !== first, { within: 20_000 });
  expect(Math.abs((await noors.placeOf(first)) - before)).toBeLessThan(2);

  await eventually(
    async () => {
      await noors.scrollToTop();
      return noor.page.getByText('The chat begins here').isVisible();
    },
    { within: 30_000, every: 50 },
  );
  expect(await noor.texts()).toEqual(LINES);
});

part('X-CONV-11: the way up to what is unread is offered until one has gone it, or has answered', async () => {
  const offer = noor.page.locator('hf-chat-log .pill.unread');
  const comeBackTo = async (word: string): Promise<void> => {
    await noor.page.goto(`${stage.platform.stack.urls.console}all`);
    const more = Array.from({ length: 40 }, (_, i) => `${word} ${String(i)}.`);
    await new Scenery(stage).visitorWrote(chat, more);
    await noor.openChat(`${word} 39.`);
    await offer.getByText('40 unread').waitFor();
  };
  await comeBackTo('More');
  await offer.click();
  await eventually(() => noors.isInView('More 0.'), { within: 20_000 });
  await offer.waitFor({ state: 'detached' });

  await comeBackTo('Again');
  await noor.post('I have read it all.');
  await offer.waitFor({ state: 'detached' });
  expect(await noors.isInView('Again 0.')).toBe(false);
  expect(stage.errors).toEqual([]);
});
