import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Chat } from '../platform/page.ts';
import { Person } from '../platform/person.ts';
import { accountOf } from '../platform/workspace.ts';
import type { AgentConsole } from './agent-console.ts';
import { Shell } from './shell.ts';
import { Stage } from './stage.ts';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

let stage: Stage;
let visitor: Person;
let first: Chat;
let noor: AgentConsole;
let noors: Shell;

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor', 'Ben'] });
  visitor = await Person.visitor(stage.platform, stage.workspace);
  first = await visitor.open(stage.workspace.site);
  await first.say('The kettle whistles too early');
  const second = await visitor.open(stage.workspace.site);
  await second.say('Where is my parcel?');
  noor = await stage.console(accountOf(stage.workspace, 0));
  noors = new Shell(noor);
}, 120_000);

afterAll(() => stage.close());

const part = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 60_000);
};

part('X-SHELL-1: the palette is opened by Ctrl-K and goes where it is told', async () => {
  await noor.page.keyboard.press('Control+k');
  await noors.palette.getByRole('combobox').fill('waiting');
  await noors.palette.getByRole('option', { name: 'Go to Waiting' }).waitFor();
  await noor.page.keyboard.press('Enter');
  await noor.page.waitForURL('**/waiting');
  await noor.row('Where is my parcel?').waitFor();
});

part('X-SHELL-1: what has no name in the palette is looked for in messages and visitors', async () => {
  await noor.page.keyboard.press('Control+k');
  await noors.palette.getByRole('combobox').fill('parcel?');
  await noors.palette.getByRole('option', { name: 'Look for “parcel?”' }).click();
  await noors.found.filter({ hasText: 'Where is my' }).first().waitFor();
  await noor.page.keyboard.press('Escape');
  await noors.isUncovered();
});

part('X-SHELL-1: the keys are listed on ?, and are letters where one writes', async () => {
  await noor.page.keyboard.press('?');
  await noors.sheet.getByText('Go to Waiting').waitFor();
  await noor.page.keyboard.press('Escape');
  await noors.sheet.waitFor({ state: 'hidden' });
  await noor.openChat('The kettle whistles too early');
  const { page } = noor;
  const place = page.url();
  await noor.composer.focus();
  await page.keyboard.type('j?/gsz');
  expect(await noor.composer.inputValue()).toBe('j?/gsz');
  expect(await noors.sheet.count()).toBe(0);
  expect(page.url()).toBe(place);
  await noor.composer.fill('');
});

part('X-SHELL-2: the counts follow two agents on both screens', async () => {
  const ben = await stage.console(accountOf(stage.workspace, 1));
  const bens = new Shell(ben);
  await noors.counts(['Mine: 0', 'Waiting: 2', 'All: 2']);
  await noor.action('Take it').click();
  await noors.counts(['Mine: 1', 'Waiting: 1', 'All: 2']);
  await bens.counts(['Mine: 0', 'Waiting: 1', 'All: 2']);
  await ben.view('Waiting');
  await ben.openChat('Where is my parcel?');
  await ben.action('Take it').click();
  await bens.counts(['Mine: 1', 'Waiting: 0', 'All: 2']);
  await noors.counts(['Mine: 1', 'Waiting: 0', 'All: 2']);
  await ben.page.context().close();
});

part('X-SHELL-3: the search finds a message and a visitor, and leads to the chat', async () => {
  await noor.page.locator('h1').first().click();
  await noors.search('whistles');
  await noors.found.filter({ hasText: 'whistles' }).first().click();
  await noor.page.waitForURL(`**/${first.id}**`);
  await noors.isUncovered();
  await noor.shows('The kettle whistles too early');
  await noor.page.locator('h1').first().click();
  await noors.search('Mara');
  const people = noor.page.locator('#hf-found').getByRole('group', { name: 'Visitors' });
  await people.getByRole('option', { name: 'Mara' }).first().click();
  await noors.isUncovered();
  await noor.composer.waitFor();
});

part('X-SHELL-4: the language changes at run time, without a load', async () => {
  const { loads } = noor;
  await noor.page.keyboard.press('Control+k');
  await noors.palette.getByRole('combobox').fill('Deutsch');
  await noors.palette.getByRole('option', { name: 'Language: Deutsch' }).waitFor();
  await noor.page.keyboard.press('Enter');
  await noor.page.locator('html[lang=de]').waitFor();
  await noor.page.locator('hf-inbox-filters').getByText('Wartend').waitFor();
  expect(await noors.overflow()).toBe(0);
  expect(noor.loads).toBe(loads);
});

part('X-SHELL-5: on a phone one goes from the list to a chat and back', async () => {
  const phone = await stage.console(accountOf(stage.workspace, 0), await stage.person(PHONE));
  const shell = new Shell(phone);
  await phone.view('All');
  await phone.openChat('Where is my parcel?');
  expect(await phone.row('Where is my parcel?').isVisible()).toBe(false);
  expect(await shell.overflow()).toBe(0);
  await phone.page.getByRole('button', { name: 'Back to the list' }).click();
  await phone.row('Where is my parcel?').waitFor();
  expect(await shell.overflow()).toBe(0);
});

part('X-SHELL-6: from right to left the console is mirrored, and nothing sticks out', async () => {
  await noors.speaksNextTime('ar');
  await noor.page.reload();
  await noor.page.locator('html[dir=rtl]').waitFor();
  const rail = await noor.page.locator('hf-inbox-filters').boundingBox();
  const list = await noor.page.locator('hf-inbox-list').boundingBox();
  expect(rail?.x).toBeGreaterThan(list?.x ?? Infinity);
  expect(await noors.overflow()).toBe(0);
});
