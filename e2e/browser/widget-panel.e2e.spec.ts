import { readFile } from 'node:fs/promises';
import { eventually } from '@holdfast/testing';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventsInLog } from '../platform/witness.ts';
import { accountOf } from '../platform/workspace.ts';
import type { AgentConsole } from './agent-console.ts';
import { SiteOwner } from './site-owner.ts';
import { Stage } from './stage.ts';
import type { Widget } from './widget.ts';

let stage: Stage;
let noor: AgentConsole;
let visitor: Widget;

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor'], capacity: 1 });
  [noor, visitor] = await Promise.all([stage.console(accountOf(stage.workspace, 0)), stage.shop()]);
}, 120_000);

afterEach(() => {
  expect(stage.errors).toEqual([]);
});

afterAll(() => stage.close());

const part = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 60_000);
};

part('X-PANEL-1: who waits is shown their place, which moves up, and then who has come', async () => {
  await visitor.post('Is the kettle back?');
  // Nobody works through the line yet.
  await visitor.stands('We answer when we are back');
  await noor.goOnline();
  await visitor.stands('Noor');
  await visitor.stands('Here now');
  const second = await stage.shop();
  await second.post('And the cups?');
  await second.stands('You are next in line');
  const third = await stage.shop();
  await third.post('And the spoons?');
  await third.stands('You are number 2 in line');
  await second.page.context().close();
  await third.page.context().close();
});

part('X-PANEL-2: an answer to a closed panel is counted and previewed, and opens from there', async () => {
  const title = await visitor.page.title();
  await noor.openChat('Is the kettle back?');
  await visitor.close();
  await noor.post('Since Monday. Shall I keep one?');
  const preview = visitor.page.getByRole('button', { name: 'Noor Since Monday. Shall I keep one?' });
  await preview.waitFor();
  await visitor.page.getByRole('button', { name: 'Open chat, 1 unread' }).waitFor();
  expect(await visitor.page.title()).toBe(`(1) ${title}`);
  await preview.click();
  await visitor.shows('Since Monday. Shall I keep one?');
  await visitor.frame.getByText('New', { exact: true }).waitFor();
  await noor.hasTick('Since Monday. Shall I keep one?', 'read');
  await eventually(async () => (await visitor.page.title()) === title);
});

part('X-PANEL-3: what comes in while earlier messages are read does not move them, and is a press away', async () => {
  for (let i = 0; i < 12; i++) await noor.post(`Point ${String(i)}\n\n\nof many`);
  const log = visitor.frame.locator('.scroller');
  await visitor.frame.locator('hf-message', { hasText: 'Point 11' }).waitFor();
  await log.evaluate((element) => (element.scrollTop = 40));
  await visitor.frame.locator('hf-message', { hasText: 'Point 11' }).waitFor();
  await noor.post('One more point');
  const more = visitor.frame.getByRole('button', { name: /New messages/ });
  await more.waitFor();
  expect(await log.evaluate((element) => element.scrollTop)).toBe(40);
  await more.click();
  await more.waitFor({ state: 'detached' });
  await visitor.shows('One more point');
  expect(await log.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight)).toBeLessThan(
    2,
  );
});

part(
  'X-PANEL-4: what is begun stays over a reload; emoji are picked by keyboard, and Escape closes one thing at a time',
  async () => {
    await visitor.type('Do you also ');
    await visitor.reload();
    await eventually(async () => (await visitor.composer.inputValue()) === 'Do you also ');
    await visitor.frame.getByRole('button', { name: 'Emoji' }).press('Enter');
    const search = visitor.frame.getByRole('searchbox');
    await search.fill('teapot');
    await visitor.frame
      .getByRole('button', { name: /teapot/i })
      .first()
      .waitFor();
    await search.press('Escape');
    await search.waitFor({ state: 'detached' });
    await visitor.frame.getByRole('button', { name: 'Emoji' }).click();
    await search.fill('teapot');
    await search.press('Enter');
    await eventually(async () => (await visitor.composer.inputValue()).includes('🫖'));
    await visitor.composer.press('Enter');
    await noor.shows('Do you also 🫖');
    await visitor.composer.press('Escape');
    await visitor.launcher.waitFor();
    await visitor.openPanel();
    await visitor.composer.waitFor();
  },
);

part('X-PANEL-5: a copy of the conversation can be taken away', async () => {
  await visitor.frame.getByRole('button', { name: 'Settings of this chat' }).click();
  const [download] = await Promise.all([
    visitor.page.waitForEvent('download'),
    visitor.frame.getByRole('button', { name: 'Download this conversation' }).click(),
  ]);
  const copy = await readFile(await download.path(), 'utf8');
  expect(copy).toContain('You: Is the kettle back?\n');
  expect(copy).toContain('Noor: Since Monday. Shall I keep one?\n');
});

part(
  'X-PANEL-6: a closed conversation is rated with a word, and again after another close; writing opens it again',
  async () => {
    await noor.action('Close').click();
    await visitor.frame.getByText('How was it?').waitFor();
    const send = visitor.frame.getByRole('button', { name: 'Send rating' });
    // Without a face nothing is sent, and one is led to the faces.
    await send.click();
    await visitor.frame.getByText('Choose a face.', { exact: true }).first().waitFor();
    await visitor.frame.locator('input[name=score]:focus').waitFor({ state: 'attached' });
    await visitor.frame.getByRole('radio', { name: 'Good', exact: true }).press('Space');
    await visitor.frame.getByLabel('What should we know? (optional)').fill('Quick and kind');
    await send.click();
    await visitor.frame.getByText('Your rating: Good').waitFor();
    const events = await eventsInLog(stage.platform, stage.workspace.id, noor.session);
    expect(events.flatMap((event) => (event.type === 'SessionRated' ? [event.data] : []))).toEqual([
      { score: 4, comment: 'Quick and kind' },
    ]);
    await visitor.post('One thing more');
    await noor.shows('One thing more');
    await noor.action('Take it').click();
    await noor.post('Gladly');
    await visitor.shows('Gladly');
    await noor.action('Close').click();
    // Who reads the end sees the form without scrolling, also one that comes at once.
    await eventually(async () => {
      const [form, composer] = await Promise.all([send.boundingBox(), visitor.composer.boundingBox()]);
      return form !== null && composer !== null && form.y + form.height <= composer.y;
    });
    await visitor.frame.getByRole('radio', { name: 'Very good' }).press('Space');
    await send.click();
    await visitor.frame.getByText('Your rating: Very good').waitFor();
    await visitor.post('And another');
    await noor.shows('And another');
  },
);

part('X-PANEL-7: another conversation is begun beside the first; both are in the list, over reloads', async () => {
  await visitor.home();
  await visitor.begin.click();
  await visitor.post('Something else: do you gift-wrap?');
  await visitor.hasTick('Something else: do you gift-wrap?', 'stored');
  await visitor.home();
  const rows = visitor.frame.locator('hf-home li');
  await eventually(async () => (await rows.count()) === 2);
  expect(await rows.first().innerText()).toContain('Something else: do you gift-wrap?');
  await visitor.reload();
  await visitor.lists(['Something else: do you gift-wrap?']);
  await visitor.home();
  await rows.nth(1).getByRole('button').click();
  await visitor.shows('Is the kettle back?');
  await visitor.page.context().close();
});

part(
  'X-PANEL-8: a site asks who writes; mistakes are named where they are made, and the agent reads the answer',
  async () => {
    await new SiteOwner(stage.platform, stage.workspace).change({ preChat: { name: 'optional', email: 'required' } });
    const asked = await stage.shopPage();
    await asked.openPanel();
    await asked.begin.click();
    const email = asked.frame.getByRole('textbox', { name: 'Your e-mail address' });
    await email.fill('mia at example');
    await email.press('Enter');
    await asked.frame
      .getByText(/does not look like an e-mail address/)
      .first()
      .waitFor();
    expect(await email.evaluate((field) => field === document.activeElement)).toBe(true);
    await email.fill('mia@example.com');
    await asked.frame.getByRole('textbox', { name: /Your name/ }).fill('Mia');
    await asked.frame.getByRole('button', { name: 'Begin' }).click();
    await asked.post('It is me');
    await noor.view('All');
    await noor.openChat('It is me');
    await noor.page.getByText('mia@example.com').first().waitFor();
    await noor.page.locator('hf-chat-header').getByText('Mia').waitFor();
    // Once told, it is not asked again.
    await asked.home();
    await asked.begin.click();
    await asked.composer.waitFor();
    await asked.page.context().close();
  },
);

part('X-PANEL-9: what is asked while nobody is there is asked then only, and may be left out', async () => {
  await new SiteOwner(stage.platform, stage.workspace).change({ preChat: { name: 'off', email: 'away' } });
  const attended = await stage.shopPage();
  await attended.openPanel();
  await attended.begin.click();
  await attended.stands('We answer as soon as we can');
  await attended.composer.waitFor();
  await noor.page.locator('hf-availability-menu button.me').click();
  await noor.page.getByRole('menuitemradio', { name: 'Away' }).click();
  const late = await stage.shopPage();
  await late.openPanel();
  await late.begin.click();
  await late.frame.getByRole('textbox', { name: /Your e-mail address/ }).waitFor();
  await late.frame.getByRole('button', { name: 'Begin' }).click();
  await late.post('Answer me when you can');
  // Who had begun before is not asked in the middle of it.
  await attended.post('I was here before');
});
