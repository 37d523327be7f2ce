import type { Page } from 'playwright-core';
import type { Widget } from '../browser/widget.ts';
import { LONG_CHAT } from './lines.ts';
import type { Scene } from './scene.ts';
import { LEAD, type Troupe } from './troupe.ts';

const scene = (name: string, play: Scene['play'], at?: Scene['at']): Scene => ({
  name: `widget/${name}`,
  play,
  ...(at === undefined ? {} : { at }),
});

async function opened(troupe: Troupe, locale?: string): Promise<Widget> {
  const widget = await troupe.shop(locale);
  await widget.open();
  return widget;
}

/** A visitor who has written, and the session that came of it. */
async function talking(troupe: Troupe, text: string): Promise<{ widget: Widget; session: string }> {
  const widget = await opened(troupe);
  await widget.post(text);
  await widget.isSent(text, 10_000);
  return { widget, session: await troupe.chats.find(text) };
}

/** The same, with Mara answering. */
async function answered(troupe: Troupe, text: string, answer: string): Promise<{ widget: Widget; session: string }> {
  const talk = await talking(troupe, text);
  await troupe.chats.take(LEAD, talk.session);
  await troupe.chats.answers(LEAD, talk.session, answer);
  await talk.widget.shows(answer);
  return talk;
}

/** A conversation in a language that the page asks for. */
async function inLanguage(troupe: Troupe, locale: string): Promise<Page> {
  const { page, frame } = (await talking(troupe, `Hello (${locale})`)).widget;
  await page.evaluate((tag) => {
    (globalThis as unknown as { Holdfast: (call: string, options: object) => void }).Holdfast('update', {
      locale: tag,
    });
  }, locale);
  await frame.locator(`html[lang=${locale}]`).waitFor();
  return page;
}

const inFrame = (page: Page) => page.frameLocator('iframe');

export const widgetScenes: readonly Scene[] = [
  scene('shop', async (troupe) => {
    const { page } = await troupe.shop();
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    return page;
  }),
  scene('home', async (troupe) => {
    const widget = await troupe.shop();
    await widget.openPanel();
    await widget.begin.waitFor();
    return widget.page;
  }),
  scene('list', async (troupe) => {
    const { widget } = await answered(troupe, 'Do you have gift cards?', 'We do, from € 20.');
    await widget.home();
    await widget.begin.click();
    await widget.post('And do you wrap presents?');
    await widget.isSent('And do you wrap presents?', 10_000);
    await widget.home();
    return widget.page;
  }),
  scene('menu', async (troupe) => {
    const widget = await opened(troupe);
    await widget.frame.getByRole('button', { name: 'Settings of this chat' }).click();
    return widget.page;
  }),
  scene('emoji', async (troupe) => {
    const widget = await opened(troupe);
    await widget.frame.getByRole('button', { name: 'Emoji' }).click();
    await widget.frame.locator('hf-emoji-picker .grid button').first().waitFor();
    return widget.page;
  }),
  scene('opened', async (troupe) => (await opened(troupe)).page),
  scene('waiting', async (troupe) => (await talking(troupe, 'Hello, is the red kettle in stock?')).widget.page),
  scene('chat', async (troupe) => {
    const { widget, session } = await answered(troupe, 'Can I pay on delivery?', 'You can, in all of Germany.');
    await widget.post('Great, then I order two.');
    await troupe.chats.answers(LEAD, session, 'With pleasure! They leave today.');
    await widget.shows('With pleasure! They leave today.');
    return widget.page;
  }),
  scene('every-kind-of-message', async (troupe) => {
    const { widget } = await talking(troupe, 'Hello!');
    for (const text of LONG_CHAT) await widget.post(text);
    await widget.isSent(LONG_CHAT.at(-1) ?? '', 10_000);
    return widget.page;
  }),
  scene('unread', async (troupe) => {
    const { widget, session } = await answered(troupe, 'Is there a bigger cup?', 'There is, with 0.4 l.');
    await widget.close();
    await troupe.chats.answers(LEAD, session, 'Shall I put one aside for you?');
    await widget.page.getByRole('button', { name: 'Open chat, 1 unread' }).waitFor();
    return widget.page;
  }),
  scene('typing', async (troupe) => {
    const { widget, session } = await answered(troupe, 'What does it weigh?', 'Let me look.');
    const console = await troupe.console(`/mine/${session}`);
    await console.type('It is 2.3 kg ');
    await inFrame(widget.page)
      .getByText(/typing/)
      .first()
      .waitFor();
    return widget.page;
  }),
  scene('closed', async (troupe) => {
    const { widget, session } = await answered(troupe, 'Thank you for yesterday!', 'You are welcome!');
    await troupe.chats.agent(LEAD, session, [{ type: 'CloseSession', data: {} }]);
    await inFrame(widget.page).getByRole('radio').first().waitFor();
    return widget.page;
  }),
  scene('offline', async (troupe) => {
    const { widget } = await answered(troupe, 'One more question', 'Yes?');
    troupe.cutLine();
    await widget.post('Is it dishwasher safe?');
    await inFrame(widget.page).locator('hf-connection-banner').getByText(/\w/).first().waitFor();
    return widget.page;
  }),
  scene('site-unknown', async (troupe) => {
    const page = await troupe.stranger(new URL('widget/?site=no-such-site', troupe.place.urls.console).href);
    await page.getByText('This chat is not set up for this page.').waitFor();
    return page;
  }),
  scene('not-reachable', async (troupe) => {
    const page = await troupe.stranger(troupe.place.urls.shop);
    await page.route(/\/api\/v1\//, (route) => route.abort());
    await page.getByRole('button', { name: 'Open chat' }).click();
    await inFrame(page).getByRole('button', { name: 'Try again now' }).waitFor();
    return page;
  }),
  scene('rated', async (troupe) => {
    const { widget, session } = await answered(troupe, 'Perfect, thank you!', 'With pleasure!');
    await troupe.chats.agent(LEAD, session, [{ type: 'CloseSession', data: {} }]);
    await widget.frame.getByRole('radio').last().press('Space');
    await widget.frame.getByRole('button', { name: 'Send rating' }).click();
    await widget.frame.getByText('Thank you!').first().waitFor();
    return widget.page;
  }),
  scene('rating-without-a-face', async (troupe) => {
    const { widget, session } = await answered(troupe, 'That was quick!', 'It is what we are here for.');
    await troupe.chats.agent(LEAD, session, [{ type: 'CloseSession', data: {} }]);
    await widget.frame.getByRole('button', { name: 'Send rating' }).click();
    await widget.frame.getByText('Choose a face.').first().waitFor();
    return widget.page;
  }),
  scene('in-german', (troupe) => inLanguage(troupe, 'de')),
  scene('from-right-to-left', (troupe) => inLanguage(troupe, 'ar')),
];
