import { eventually } from '@holdfast/testing';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { BrowserContext } from 'playwright-core';
import type { Chat } from '../platform/page.ts';
import { Person } from '../platform/person.ts';
import { accountOf } from '../platform/workspace.ts';
import { AgentConsole } from './agent-console.ts';
import { Stage } from './stage.ts';

let stage: Stage;
let noor: AgentConsole;
let ben: AgentConsole;
let tabs: BrowserContext;
const visitors: Person[] = [];

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor', 'Ben'], capacity: 9 });
  tabs = await stage.person();
  [noor, ben] = await Promise.all([
    stage.console(accountOf(stage.workspace, 0), tabs),
    stage.console(accountOf(stage.workspace, 1)),
  ]);
}, 120_000);

afterEach(() => {
  expect(stage.errors).toEqual([]);
});

afterAll(() => stage.close());

const part = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 60_000);
};

/** Somebody new writes. */
async function arrives(text: string): Promise<Chat> {
  const visitor = await Person.visitor(stage.platform, stage.workspace);
  visitors.push(visitor);
  const chat = await visitor.open(stage.workspace.site);
  await chat.say(text);
  return chat;
}

/** What the navigation counts in a view; null: nothing. */
const counted = (console: AgentConsole, view: string): Promise<string> =>
  console.page.getByRole('navigation', { name: 'Views of the inbox' }).getByRole('link', { name: view }).innerText();
const counts = (console: AgentConsole, view: string, n: number): Promise<unknown> =>
  eventually(async () => (await counted(console, view)).split('\n').includes(String(n)));
const rows = (console: AgentConsole): Promise<string[]> => console.page.locator('hf-inbox-row').allInnerTexts();
part('X-SHELL-7: the admin of a new workspace is led to the first message, and no further', async () => {
  const steps = noor.page.locator('hf-checklist');
  await steps.getByRole('link', { name: 'Put the widget on your site' }).waitFor();
  expect(await steps.getByRole('img', { name: 'Done' }).count()).toBe(2);
  expect(await ben.page.locator('hf-checklist ol').count()).toBe(0);
  await arrives('The very first message');
  await steps.getByRole('listitem').first().waitFor({ state: 'detached' });
});

part('X-SHELL-8: the list is ordered and narrowed', async () => {
  await arrives('The second message');
  await arrives('The third message');
  for (const console of [noor, ben]) await counts(console, 'Waiting', 3);
  await ben.view('Waiting');
  await ben.openChat('The second message');
  await ben.action('Take it').click();
  await ben.stands('With you');
  for (const console of [noor, ben]) await counts(console, 'Waiting', 2);
  await counts(ben, 'Mine', 1);
  await noor.view('All');
  await counts(noor, 'All', 3);
  await noor.page.locator('hf-inbox-bar').getByRole('button').nth(0).click();
  await noor.page.getByRole('menuitemradio', { name: 'Oldest' }).click();
  await eventually(async () => (await rows(noor))[0]?.includes('The very first message') === true);
  await noor.page.locator('hf-inbox-bar').getByRole('button').nth(1).click();
  await noor.page.getByRole('menuitem', { name: 'With' }).click();
  await noor.page.getByRole('menuitemradio', { name: 'Ben' }).click();
  await eventually(async () => (await rows(noor)).length === 1);
  expect((await rows(noor))[0]).toContain('The second message');
  await noor.page.keyboard.press('Escape');
  await noor.page.getByRole('button', { name: /No longer only/ }).click();
  await eventually(async () => (await rows(noor)).length === 3);
});

part('X-SHELL-9: the tabs of an agent are one: what is read, said and chosen in one holds in all', async () => {
  const open = async (): Promise<AgentConsole> => {
    const page = await tabs.newPage();
    await page.goto(new URL('/all', stage.platform.stack.urls.console).href);
    return new AgentConsole(page);
  };
  const [second, third] = await Promise.all([open(), open()]);
  await noor.goOnline();
  for (const tab of [second, third])
    await tab.page.locator('hf-availability-menu [data-state=online]').first().waitFor();
  const chat = await arrives('For all the tabs');
  await third.page.goto(new URL(`/all/${chat.id}`, stage.platform.stack.urls.console).href);
  await third.shows('For all the tabs');
  await third.post('Read in the third tab');
  await chat.sees('Read in the third tab');
  for (const tab of [noor, second]) {
    // As a browser tells a page that somebody turns to it; here every page believes that it is looked at.
    await tab.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await tab.row('Read in the third tab').waitFor();
    await tab.row('Read in the third tab').getByText('unread').waitFor({ state: 'detached' });
  }
  await Promise.all([second.page.close(), third.page.close()]);
});
