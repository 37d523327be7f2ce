import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'puppeteer-core';
import { Platform } from '../platform/stack.ts';
import { accountOf, makeWorkspace, type Workspace } from '../platform/workspace.ts';
import { becomes } from './becomes.ts';
import { FirefoxConsole, FirefoxWidget, launchFirefox } from './firefox-person.ts';
import { eventsInLog, messageIds } from '../platform/witness.ts';

const WITHIN_MS = 40_000;

let platform: Platform;
let workspace: Workspace;
/** One each: a tab behind another is not looked at, and what it shows is not read. */
let browsers: readonly [Browser, Browser];
let widget: FirefoxWidget;
let agent: FirefoxConsole;
const said: string[] = [];

beforeAll(async () => {
  [platform, ...browsers] = await Promise.all([Platform.start(), launchFirefox(), launchFirefox()]);
  workspace = await makeWorkspace(platform, { site: 'demo-shop', agents: ['Noor'] });
  const { console, shop } = platform.stack.urls;
  widget = await FirefoxWidget.open(browsers[0], shop);
  agent = await FirefoxConsole.signIn(browsers[1], console, accountOf(workspace, 0));
}, 120_000);

afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await platform.stop();
});

type Screen = FirefoxWidget | FirefoxConsole;

async function says(screen: Screen, text: string): Promise<void> {
  said.push(text);
  await screen.post(text);
}

const hasTick = (screen: Screen, text: string, tick: string): Promise<unknown> =>
  eventually(async () => (await screen.tick(text)) === tick, { within: WITHIN_MS, every: 100 });

const bothShowAll = (...screens: readonly Screen[]): Promise<unknown> =>
  Promise.all(screens.map((screen) => becomes(said, () => screen.texts(), WITHIN_MS)));

test('X-FIRE-1: in stock Firefox a visitor on the shop page and an agent in the console talk, with ticks', async () => {
  await says(widget, 'Do you ship to Norway?');
  await hasTick(widget, 'Do you ship to Norway?', 'stored');
  await agent.openChat('Do you ship to Norway?');
  await hasTick(widget, 'Do you ship to Norway?', 'read');
  await says(agent, 'We do, in four days.');
  await hasTick(agent, 'We do, in four days.', 'read');
  await bothShowAll(widget, agent);
}, 90_000);

test('X-FIRE-2: there, what is written without a connection goes out when it is back', async () => {
  platform.disconnect();
  await says(widget, 'And to Iceland?');
  await hasTick(widget, 'And to Iceland?', 'clock');
  platform.reconnect();
  await hasTick(widget, 'And to Iceland?', 'read');
  await bothShowAll(widget, agent);
}, 90_000);

test('X-FIRE-3: there, what waits in the outbox survives a reload, and goes out once', async () => {
  platform.pause('session');
  try {
    await says(widget, 'Hello?');
    await hasTick(widget, 'Hello?', 'clock');
    await widget.reload();
    await bothShowAll(widget);
    await hasTick(widget, 'Hello?', 'clock');
  } finally {
    platform.resume('session');
  }
  await hasTick(widget, 'Hello?', 'read');
  await bothShowAll(widget, agent);
}, 90_000);

test('X-FIRE-4: there, two tabs of a visitor are one, and when one goes the other goes on', async () => {
  const second = await FirefoxWidget.open(browsers[0], platform.stack.urls.shop);
  await bothShowAll(second);
  await says(second, 'From another tab');
  await bothShowAll(widget, second, agent);
  await widget.page.close();
  await says(second, 'Still here');
  await hasTick(second, 'Still here', 'read');
  await bothShowAll(second, agent);
  const path = await agent.page.evaluate(() => location.pathname);
  const session = path.split('/').at(-1) ?? '';
  expect(messageIds(await eventsInLog(platform, workspace.id, session))).toHaveLength(said.length);
}, 90_000);
