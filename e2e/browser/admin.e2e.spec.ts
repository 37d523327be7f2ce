import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '@holdfast/testing';
import type { Chat } from '../platform/page.ts';
import { Person } from '../platform/person.ts';
import { accountOf } from '../platform/workspace.ts';
import { AgentConsole } from './agent-console.ts';
import { Stage } from './stage.ts';

let stage: Stage;
let noor: AgentConsole;
let visitor: Person;
let chat: Chat;

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor'], capacity: 9 });
  noor = await stage.console(accountOf(stage.workspace, 0));
  visitor = await Person.visitor(stage.platform, stage.workspace);
  chat = await visitor.open(stage.workspace.site);
  await chat.say('Is anybody there?');
}, 120_000);

afterEach(() => {
  expect(stage.errors).toEqual([]);
});

afterAll(() => stage.close());

const part = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 60_000);
};
const goTo = async (path: string): Promise<void> => {
  await noor.page.goto(new URL(path, stage.platform.stack.urls.console).href);
  await noor.page.getByRole('heading', { level: 1 }).waitFor();
};

part('X-ADMIN-1: who is added and invited chooses a password, is signed in, and answers', async () => {
  await goTo('/admin/agents');
  await noor.page.getByRole('button', { name: 'Add an agent' }).click();
  const form = noor.page.getByRole('dialog');
  await form.getByLabel('Name').fill('Ada');
  await form.getByLabel('E-mail address').fill('ada@colleagues.example');
  await form.getByRole('checkbox', { name: 'Support' }).check();
  await form.getByRole('button', { name: 'Save' }).click();
  const box = noor.page.locator('hf-copy-box');
  await box.waitFor();
  const link = /https?:\/\/\S+#\S+/.exec(await box.innerText())?.[0] ?? '';
  await noor.page.getByRole('button', { name: 'Done' }).click();
  const line = noor.page.getByRole('listitem').filter({ hasText: 'ada@colleagues.example' });
  await line.getByText('Not joined yet').waitFor();
  const page = await (await stage.person()).newPage();
  await page.goto(link);
  await page.getByLabel('New password').and(page.locator(':focus')).waitFor();
  await page.keyboard.type(randomBytes(12).toString('base64url'));
  await page.keyboard.press('Enter');
  const ada = new AgentConsole(page);
  await ada.view('Waiting');
  await noor.page.reload();
  await line.getByText('Support').waitFor();
  expect(await line.getByText('Not joined yet').count()).toBe(0);
  await ada.openChat('Is anybody there?');
  await ada.action('Take it').click();
  await ada.stands('With you');
  await ada.post('I am, since a minute ago.');
  await chat.sees('I am, since a minute ago.');
  await page.context().close();
});

part('X-ADMIN-2: a canned reply is written, and used with what it fills in', async () => {
  await goTo('/admin/replies');
  await noor.page.getByRole('button', { name: 'Add a reply' }).first().click();
  const form = noor.page.getByRole('dialog');
  await form.getByLabel('Shortcut').fill('thanks');
  await form.getByRole('textbox', { name: 'Text' }).fill('Thank you, {{visitor.firstName}}!');
  await form.getByText('Thank you, Mia!').waitFor();
  await form.getByRole('button', { name: 'Save' }).click();
  await form.waitFor({ state: 'detached' });
  const other = await visitor.open(stage.workspace.site);
  await other.say('You are quick!');
  await noor.page.goto(new URL(`/all/${other.id}`, stage.platform.stack.urls.console).href);
  await noor.type('/thanks');
  await noor.page.locator('hf-composer').getByRole('option').first().waitFor();
  await noor.page.keyboard.press('Enter');
  await noor.page.keyboard.press('Enter');
  await other.sees('Thank you, Mara!');
});

part('X-ADMIN-3: what a site says is changed, its code is there to copy, and visitors see the change', async () => {
  await goTo(`/admin/sites/${stage.workspace.site}`);
  await noor.page.getByLabel('Greeting').fill('Welcome to the counter.');
  await noor.page.getByText('loader.js').first().waitFor();
  await noor.page.getByRole('button', { name: 'Save' }).click();
  await noor.page.getByText('Saved').first().waitFor();
  // The form scrolls in its pane; what is there only to be heard makes no page below the page.
  expect(await noor.page.locator('html').evaluate((html) => html.scrollHeight - html.clientHeight)).toBe(0);
  const shop = await stage.shopPage();
  await shop.openPanel();
  await shop.frame.getByText('Welcome to the counter.').waitFor();
  await shop.page.context().close();
});

part('X-ADMIN-5: a new site is saved, and what comes next is before the eyes', async () => {
  await goTo('/admin/sites/new');
  await noor.page.getByRole('textbox', { name: 'Name', exact: true }).fill('Second shop');
  await noor.page.getByRole('button', { name: 'Save', exact: true }).click();
  await noor.page.waitForURL(/\/admin\/sites\/second-shop$/);
  const code = noor.page.locator('hf-site-install hf-copy-box').first();
  await code.filter({ hasText: 'second-shop' }).waitFor();
  await eventually(() => code.evaluate((box) => box.getBoundingClientRect().top < innerHeight));
});

part('X-ADMIN-4: beside a chat stand its visitor, their other chats, notes, and why it is with whom', async () => {
  const other = await visitor.open(stage.workspace.site);
  await other.say('A second matter');
  await noor.page.goto(new URL(`/all/${other.id}`, stage.platform.stack.urls.console).href);
  await noor.note('Always kind on the phone');
  const about = noor.page.locator('hf-about-chat');
  await about.getByText('Always kind on the phone').waitFor();
  await about.getByRole('heading', { name: 'Why is it still waiting?' }).waitFor();
  await about.getByRole('link', { name: /I am, since a minute ago/ }).click();
  await noor.shows('Is anybody there?');
  await about.getByRole('heading', { name: /^Why/ }).waitFor();
});

part('X-ADMIN-6: who changes their password stays in every tab of this browser, and nowhere else', async () => {
  const account = accountOf(stage.workspace, 0);
  const elsewhere = await stage.console(account);
  const tab = await stage.tab(noor, '/waiting');
  await goTo('/settings');
  const section = noor.page.locator('hf-password-section');
  await section.getByRole('button', { name: 'Change the password…' }).click();
  await section.getByLabel('Current password').fill('not the one it is');
  await section.getByLabel('New password').fill('too short');
  await section.getByRole('button', { name: 'Change the password' }).click();
  await section.getByText('At least 10 characters').waitFor();
  const password = randomBytes(12).toString('base64url');
  await section.getByLabel('New password').fill(password);
  await section.getByRole('button', { name: 'Change the password' }).click();
  await section.getByText('This is not your current password.').waitFor();
  await section.getByLabel('Current password').fill(account.password);
  await noor.page.keyboard.press('Enter');
  await noor.page.getByText('Your password is changed').waitFor();
  await elsewhere.page.getByLabel('E-mail address').waitFor();
  await elsewhere.signIn({ ...account, password });
  // All have lost their line meanwhile, and each list is current.
  const other = await visitor.open(stage.workspace.site);
  await other.say('Are you still there?');
  for (const console of [tab, elsewhere]) {
    await console.view('Waiting');
    await console.row('Are you still there?').waitFor();
  }
  await noor.view('Waiting');
  await noor.row('Are you still there?').waitFor();
});
