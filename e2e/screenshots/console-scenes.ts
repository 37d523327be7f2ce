import type { Page } from 'playwright-core';
import type { AgentConsole } from '../browser/agent-console.ts';
import { LONG_CHAT } from './lines.ts';
import type { Scene } from './scene.ts';
import { LEAD, type Troupe } from './troupe.ts';

const scene = (name: string, play: Scene['play'], at?: Scene['at']): Scene => ({
  name: `console/${name}`,
  play,
  ...(at === undefined ? {} : { at }),
});

/** A view of the inbox with its rows. */
async function inbox(troupe: Troupe, view: string): Promise<AgentConsole> {
  const console = await troupe.console(`/${view}`);
  await console.page.locator('hf-inbox-row').first().waitFor();
  return console;
}

/** A chat of Mara's, opened, with what is written in it. */
async function heldChat(troupe: Troupe, ...texts: readonly string[]): Promise<AgentConsole> {
  const session = await troupe.chats.open('Jonas Weber', ...texts);
  await troupe.chats.take(LEAD, session);
  return opened(troupe, session, 'mine');
}

async function opened(troupe: Troupe, session: string, view: string): Promise<AgentConsole> {
  const console = await troupe.console(`/${view}/${session}`);
  await console.log.locator('hf-message-bubble').first().waitFor();
  return console;
}

async function signIn(troupe: Troupe): Promise<Page> {
  const page = await troupe.stranger(new URL('sign-in', troupe.place.urls.console).href);
  await page.locator('input[type=email]').waitFor();
  return page;
}

/** The search over everything, with this typed into it. */
async function searching(troupe: Troupe, query: string): Promise<AgentConsole> {
  const console = await troupe.console('/mine');
  await console.page.getByRole('button', { name: 'Search messages and visitors' }).first().click();
  await console.page.getByRole('dialog').waitFor();
  await console.page.getByRole('combobox').fill(query);
  return console;
}

/** What opens by a key. */
async function pressed(troupe: Troupe, path: string, key: string): Promise<Page> {
  const { page } = await troupe.console(path);
  await page.locator('hf-inbox-list').getByText(/\w/).first().waitFor();
  await page.keyboard.press(key);
  await page.getByRole('dialog').waitFor();
  return page;
}

/** A page of the console that is not about chats, as an admin sees it. */
async function headed(troupe: Troupe, path: string, agent = 'ines'): Promise<Page> {
  const { page } = await troupe.console(path, agent);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  return page;
}

/** A note that calls Mara. */
const calling = (text: string) => ({
  type: 'PostMessage' as const,
  data: { text, visibility: 'internal' as const, mentions: [LEAD] },
});

export const consoleScenes: readonly Scene[] = [
  scene('sign-in', signIn),
  scene('sign-in-refused', async (troupe) => {
    const page = await signIn(troupe);
    await page.locator('input[type=email]').fill('mara@demo.example');
    await page.locator('input[type=password]').fill('not the password');
    await page.locator('input[type=password]').press('Enter');
    await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    return page;
  }),
  scene('sign-in-unreachable', async (troupe) => {
    const page = await signIn(troupe);
    await page.route('**/auth/login', (route) => route.abort());
    await page.locator('input[type=email]').fill('mara@demo.example');
    await page.locator('input[type=password]').fill('some password');
    await page.locator('input[type=password]').press('Enter');
    await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    return page;
  }),

  scene('sign-in-ended', async (troupe) => {
    const page = await signIn(troupe);
    const account = troupe.place.demo.accounts.find(({ email }) => email.startsWith('ines@'));
    await page.locator('input[type=email]').fill(account?.email ?? '');
    await page.locator('input[type=password]').fill(account?.password ?? '');
    await page.locator('input[type=password]').press('Enter');
    await page.locator('hf-inbox-list').waitFor();
    await page.evaluate(() => fetch('/api/v1/auth/logout', { method: 'POST' }));
    await page.getByText('Your sign-in has ended').waitFor();
    return page;
  }),

  scene('inbox-loading', async (troupe) => {
    const { page } = await troupe.console('/all', LEAD, { answered: false });
    return page;
  }),
  scene('inbox-empty', async (troupe) => {
    const { page } = await troupe.console('/mine', 'ines');
    await page.locator('hf-inbox-list').getByText(/\w/).first().waitFor();
    return page;
  }),
  scene('inbox-waiting', async (troupe) => (await inbox(troupe, 'waiting')).page),
  scene('inbox-all', async (troupe) => {
    const session = await troupe.chats.open('Amélie Laurent', 'Bonjour, is the moss cup back?');
    await troupe.chats.take(LEAD, session);
    return (await inbox(troupe, 'all')).page;
  }),
  scene('inbox-closed', async (troupe) => (await inbox(troupe, 'closed')).page),
  scene('inbox-arrows', async (troupe) => {
    const { page } = await inbox(troupe, 'closed');
    await page.locator('hf-inbox-row a').first().focus();
    await page.keyboard.press('ArrowDown');
    return page;
  }),

  scene('chat-waiting', async (troupe) => {
    const session = await troupe.chats.open(undefined, 'Is anybody there?', 'My order is KC-10471.');
    return (await opened(troupe, session, 'waiting')).page;
  }),
  scene('chat-held', async (troupe) => {
    const { page, session } = await heldChat(troupe, 'Hello! My kettle came without its lid.', 'Order KC-10472.');
    await troupe.chats.answers('tom', session, 'Third one this week, I told the warehouse.', 'internal');
    await troupe.chats.answers(LEAD, session, 'Oh no! I send you one today, it is with you on Thursday.');
    await troupe.chats.says(session, 'That is quick, thank you!');
    await page.getByText('That is quick, thank you!').last().waitFor();
    return page;
  }),
  scene('chat-of-a-colleague', async (troupe) => {
    const session = await troupe.chats.open('Sofia Rossi', 'Can I change my address?');
    await troupe.chats.take('tom', session);
    return (await opened(troupe, session, 'all')).page;
  }),
  scene('chat-every-kind-of-message', async (troupe) => (await heldChat(troupe, ...LONG_CHAT)).page),
  scene('chat-note', async (troupe) => {
    const console = await heldChat(troupe, 'Do you repair kettles?');
    await console.page.getByRole('radio', { name: 'Internal note' }).click();
    await console.composer.fill('Bought in 2023, so the warranty is over. Shall we make an exception?');
    return console.page;
  }),
  scene('chat-canned', async (troupe) => {
    const console = await heldChat(troupe, 'When does it arrive?');
    await console.composer.pressSequentially('/');
    await console.page.getByRole('option').first().waitFor();
    return console.page;
  }),
  scene('chat-long-draft', async (troupe) => {
    const console = await heldChat(troupe, 'How do I care for it?');
    await console.composer.fill(
      `${'Rinse it with hot water and dry it while it is warm. '.repeat(12)}\n\nThat is all.`,
    );
    return console.page;
  }),
  scene('chat-menu', async (troupe) => {
    const { page } = await heldChat(troupe, 'I would like to talk to sales.');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menu').waitFor();
    return page;
  }),
  scene('chat-menu-mention', async (troupe) => {
    const session = await troupe.chats.open('Jonas Weber', 'Is this glaze safe for lemons?');
    await troupe.chats.take(LEAD, session);
    await troupe.chats.agent('tom', session, [calling('@Mara, you know these glazes best.')]);
    const { page } = await opened(troupe, session, 'mine');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: /mention/i }).waitFor();
    return page;
  }),
  scene('chat-transfer', async (troupe) => {
    const { page } = await heldChat(troupe, 'I need 40 cups for a wedding.');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: /Transfer/ }).click();
    await page.getByRole('dialog').waitFor();
    return page;
  }),
  scene('chat-typing', async (troupe) => {
    const text = 'Which tea goes with the red kettle?';
    const visitor = await troupe.shop();
    await visitor.open();
    await visitor.post(text);
    // Who does not follow the chat yet is not told.
    const console = await opened(troupe, await troupe.chats.find(text), 'waiting');
    // A phone has no room for the face that the dot is on.
    await console.page.locator('hf-chat-header hf-standing-dot').waitFor({ state: 'attached' });
    await visitor.type('I was thinking of ');
    await console.isTyping();
    return console.page;
  }),
  scene('chat-closed', async (troupe) => {
    const console = await heldChat(troupe, 'All good now, thank you!');
    await troupe.chats.agent(LEAD, console.session, [{ type: 'CloseSession', data: {} }]);
    await console.action('Reopen').waitFor();
    return console.page;
  }),
  scene(
    'chat-closed-just-now',
    async (troupe) => {
      const console = await heldChat(troupe, 'That was all, thank you!');
      await console.action('Close').click();
      await console.page.getByRole('button', { name: 'Undo' }).waitFor();
      return console.page;
    },
    'wide',
  ),
  scene('chat-rated', async (troupe) => {
    const console = await heldChat(troupe, 'You are the best!');
    await troupe.chats.agent(LEAD, console.session, [{ type: 'CloseSession', data: {} }]);
    await troupe.chats.visitor(console.session, [
      { type: 'RateSession', data: { score: 5, comment: 'Quick and kind, as always.' } },
    ]);
    await console.page.getByText('Quick and kind, as always.').first().waitFor();
    return console.page;
  }),
  scene('chat-snoozed', async (troupe) => {
    const console = await heldChat(troupe, 'I write again when the parcel is here.');
    const until = new Date(Date.now() + 20 * 3_600_000).toISOString();
    await troupe.chats.agent(LEAD, console.session, [{ type: 'SnoozeSession', data: { until } }]);
    await console.page.getByRole('button', { name: /^Wake/ }).first().waitFor();
    return console.page;
  }),
  scene('chat-not-there', async (troupe) => {
    const { page } = await troupe.console('/all/there-is-no-such-chat');
    await page.getByRole('main').getByText(/\w/).filter({ visible: true }).first().waitFor();
    return page;
  }),
  scene(
    'about-chat',
    async (troupe) => {
      const { page } = await heldChat(troupe, 'Who are you?');
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'About this chat' }).click();
      await page.locator('hf-about-chat').getByText('Jonas Weber').first().waitFor();
      return page;
    },
    'phone',
  ),

  scene('colleagues', async (troupe) => {
    const { page } = await troupe.console('/mine');
    await page.locator('hf-colleagues-panel button').first().click();
    await page.getByText('Ines Falk').first().waitFor();
    return page;
  }),
  scene('availability', async (troupe) => {
    const { page } = await troupe.console('/mine');
    await page.locator('hf-availability-menu button').last().click();
    await page.getByRole('menu').waitFor();
    return page;
  }),
  scene('search', async (troupe) => {
    const { page } = await searching(troupe, 'kettle');
    await page
      .getByRole('dialog')
      .getByText(/kettle/i)
      .first()
      .waitFor();
    return page;
  }),
  scene('search-nothing', async (troupe) => {
    const { page } = await searching(troupe, 'zebra crossing');
    await page
      .getByText(/Nothing found/)
      .first()
      .waitFor();
    return page;
  }),
  scene('search-begins', async (troupe) => (await searching(troupe, '')).page),
  scene('palette', (troupe) => pressed(troupe, '/mine', 'Control+k')),
  scene('palette-finds', async (troupe) => {
    const page = await pressed(troupe, '/mine', 'Control+k');
    await page.keyboard.type('dark');
    await page.getByRole('option').first().waitFor();
    return page;
  }),
  scene('shortcuts', (troupe) => pressed(troupe, '/mine', '?')),
  scene('inbox-mentions', async (troupe) => {
    const note = calling('@Mara, you know these glazes best.');
    for (const [visitor, question] of [
      ['Sofia Rossi', 'Is the blue glaze safe for lemons?'],
      [undefined, 'Which glaze is on the tea bowls?'],
    ] as const) {
      const session = await troupe.chats.open(visitor, question);
      await troupe.chats.agent('tom', session, [note]);
      if (visitor === undefined) await troupe.chats.agent('tom', session, [{ type: 'CloseSession', data: {} }]);
    }
    const { page } = await troupe.console('/mentions');
    await page.locator('hf-inbox-row').nth(1).waitFor();
    return page;
  }),
  scene('inbox-no-mentions', async (troupe) => {
    const { page } = await troupe.console('/mentions', 'ines');
    await page.getByText('No note mentions you').waitFor();
    return page;
  }),
  scene('inbox-order', async (troupe) => {
    const { page } = await inbox(troupe, 'all');
    await page.getByTitle('Order of the list').click();
    await page.getByRole('menu').waitFor();
    return page;
  }),
  scene('inbox-narrowed', async (troupe) => {
    const { page } = await inbox(troupe, 'all');
    await page.getByTitle('Narrow the list').click();
    await page.getByRole('menuitemcheckbox', { name: 'unread' }).click();
    await page.getByRole('button', { name: /No longer only/ }).waitFor();
    return page;
  }),
  scene('chat-find', async (troupe) => {
    const { page } = await heldChat(troupe, 'The lid of the kettle is loose.', 'Is there another lid for the kettle?');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('kettle');
    await page.locator('mark').first().waitFor();
    return page;
  }),
  scene('chat-mention', async (troupe) => {
    const console = await heldChat(troupe, 'Who knows about glaze?');
    await console.page.getByRole('radio', { name: 'Internal note' }).click();
    await console.composer.pressSequentially('@');
    await console.page.getByRole('option').first().waitFor();
    return console.page;
  }),
  scene('chat-emoji', async (troupe) => {
    const { page } = await heldChat(troupe, 'Thank you so much!');
    await page.locator('hf-composer').getByRole('button', { name: 'Emoji' }).click();
    await page.locator('hf-emoji-picker').getByRole('button').nth(12).waitFor();
    return page;
  }),
  scene('chat-snooze', async (troupe) => {
    const { page } = await heldChat(troupe, 'I am back on Monday.');
    await page.locator('body').click({ position: { x: 2, y: 2 } });
    await page.keyboard.press('s');
    await page.getByRole('menu').or(page.getByRole('dialog')).first().waitFor();
    return page;
  }),
  scene('settings', async (troupe) => headed(troupe, '/settings', LEAD)),
  scene('settings-password', async (troupe) => {
    const page = await headed(troupe, '/settings', LEAD);
    const section = page.locator('hf-password-section');
    await section.getByRole('button', { name: 'Change the password…' }).click();
    await section.getByLabel('Current password').fill('not the one it is');
    await section.getByLabel('New password').fill('a sentence that I will remember');
    await page.keyboard.press('Enter');
    await section.getByText('This is not your current password.').waitFor();
    await section.scrollIntoViewIfNeeded();
    return page;
  }),
  scene('admin-agents', (troupe) => headed(troupe, '/admin/agents')),
  // Ines stays away from here on: in the pages of an admin it makes no difference.
  scene('admin-agents-away', async (troupe) => {
    const { page } = await troupe.console('/mine', 'ines');
    await page.locator('hf-availability-menu button').last().click();
    await page.getByRole('menuitemradio', { name: 'Away' }).click();
    await page.locator('hf-availability-menu [data-state=away]').first().waitFor();
    await page.goto(new URL('/admin/agents', troupe.place.urls.console).href);
    await page.locator('hf-agents-page hf-standing-dot[data-state=away]').waitFor();
    return page;
  }),
  scene('admin-agent-added', async (troupe) => {
    const page = await headed(troupe, '/admin/agents');
    await page.locator('button[matButton=filled]').first().click();
    await page.getByRole('dialog').waitFor();
    return page;
  }),
  scene('admin-teams', (troupe) => headed(troupe, '/admin/teams')),
  scene('admin-sites', (troupe) => headed(troupe, '/admin/sites')),
  scene('admin-site', (troupe) => headed(troupe, '/admin/sites/demo-shop')),
  scene('admin-site-without-teams', async (troupe) => {
    const { page } = await troupe.console('/mine', 'ines');
    await page.route('**/api/v1/workspace', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...((await response.json()) as object), teams: [] } });
    });
    await page.goto(new URL('/admin/sites/new', troupe.place.urls.console).href);
    await page.getByText('Add a team first').first().waitFor();
    return page;
  }),
  scene('admin-replies', (troupe) => headed(troupe, '/admin/replies')),
  scene('admin-reply-added', async (troupe) => {
    const page = await headed(troupe, '/admin/replies');
    await page.locator('button[matButton=filled]').first().click();
    await page.getByRole('dialog').waitFor();
    return page;
  }),
  scene('invitation-spent', async (troupe) => {
    const page = await troupe.stranger(new URL(`invitation#${'x'.repeat(43)}`, troupe.place.urls.console).href);
    await page.getByRole('heading').first().waitFor();
    return page;
  }),

  scene('offline', async (troupe) => {
    const console = await heldChat(troupe, 'Are you still there?');
    troupe.cutLine();
    await console.post('One moment, please.');
    await console.page.locator('hf-connection-banner').getByText(/\w/).first().waitFor();
    return console.page;
  }),
  scene('in-german', async (troupe) => {
    const { page } = await troupe.console('/closed', LEAD, { locale: 'de-DE' });
    await page.locator('hf-inbox-row').first().click();
    await page.locator('hf-message-bubble').first().waitFor();
    return page;
  }),
  scene('from-right-to-left', async (troupe) => {
    const { page } = await troupe.console('/closed?lang=ar');
    await page.locator('hf-inbox-row').first().click();
    await page.locator('hf-message-bubble').first().waitFor();
    return page;
  }),
];
