import { setTimeout as delay } from 'node:timers/promises';
import type { SessionHandle } from '@holdfast/chat-client';
import { launchBrowser, TcpProxy } from '@holdfast/testing';
import { anyPorts } from '@holdfast/tools/start';
import { agentClient } from './agent-client.ts';
import { openWidget } from './apps.ts';
import { signIn } from './console-page.ts';
import { type Browser, desktop, type Page } from './desktop.ts';
import { install, type Installation, until } from './installation.ts';
import { letIn } from './let-in.ts';
import { cores } from './machine.ts';
import { percentile } from './measure.ts';
import { processesBelow } from './memory.ts';
import type { Options } from './options.ts';

/** A colleague writes into each conversation once in so long. */
const WRITE_EVERY_MS = 5_000;
/** What has left is in the buffers of the machine that sleeps by then. */
const READ_BY_THE_SYSTEM_MS = 100;
const BACK_WITHIN_MS = 60_000;

/**
 * A machine with the two apps open sleeps: every process of its browser stands still, and what either side says on the connections of before goes
 * nowhere, without an error; what came before is not read until it wakes. Meanwhile a colleague writes. Told is how long after it wakes each app shows the last that was written, and says
 * nothing of its connection.
 */
export async function sleepAndWake(options: Options, say: (line: string) => void) {
  await using ends = new AsyncDisposableStack();
  const ports = await anyPorts();
  const line = await TcpProxy.open({ targetPort: ports.gateway, silent: true });
  ends.defer(() => line.close());
  const origin = `http://localhost:${String(line.port)}`;
  const place = await install(options, say, {
    choosePorts: () => Promise.resolve(ports),
    gateway: { PUBLIC_URL: origin, WIDGET_URL: `${origin}/widget` },
  });
  ends.defer(() => place.stop());
  const browser = await launchBrowser();
  ends.defer(() => browser.close());
  const [agent] = place.agents;
  if (agent === undefined) throw new Error('somebody has to answer');
  const colleague = agentClient(place, agent);
  ends.defer(() => colleague.stop());
  colleague.inbox.watch({ filter: 'all', limit: options.sessions });
  colleague.start();
  say(`Opening ${String(options.sessions)} widgets, and as many consoles`);
  const visitors = await Promise.all(Array.from({ length: options.sessions }, () => visit(browser, place)));
  await until('all conversations are there', () => colleague.inbox.view.value.rows.length === options.sessions);
  const talks = colleague.inbox.view.value.rows.map(({ session }) => colleague.session(session));
  const nats = await place.connect();
  ends.defer(() => nats.close());
  const { email, password } = await letIn(nats, place, agent);
  const consoles: Page[] = [];
  for (const { id } of talks) consoles.push(await answer(browser, origin, email, password, id));
  const apps = [...visitors, ...consoles];
  for (const talk of talks) talk.post('Before you go');
  await Promise.all(apps.map((app) => shows(app, 'Before you go')));

  const sleepers = processesBelow(process.pid, /chrom/);
  if (sleepers.length === 0) throw new Error('there is no browser');
  const wake = (): void => signal(sleepers, 'SIGCONT');
  ends.defer(wake);
  say(`Sleeping for ${String(options.seconds)} s (${String(sleepers.length)} processes)`);
  signal(sleepers, 'SIGSTOP');
  for (const talk of talks) talk.post('On its way as you fell asleep');
  await until('it has left', () => talks.every(isStored));
  await delay(READ_BY_THE_SYSTEM_MS);
  line.lose('up', 'down');
  const wakesAt = performance.now() + options.seconds * 1_000;
  for (let n = 1; performance.now() < wakesAt; n++) {
    for (const talk of talks) talk.post(`While you slept ${String(n)}`);
    await delay(Math.min(WRITE_EVERY_MS, wakesAt - performance.now()));
  }
  for (const talk of talks) talk.post('Good morning');
  await until('all of it is in the log', () => talks.every(isStored));
  line.stopLosing();
  const wokeAt = performance.now();
  wake();
  const back = await Promise.all(
    apps.map(async (app) => {
      await shows(app, 'Good morning');
      return Math.round(performance.now() - wokeAt);
    }),
  );
  return {
    scenario: options.scenario,
    slept_s: options.seconds,
    widgets_back_ms: told(back.slice(0, visitors.length)),
    consoles_back_ms: told(back.slice(visitors.length)),
    durability: options.durability,
    cores: cores(),
    versions: { node: process.version, chromium: browser.version() },
  };
}

function signal(pids: readonly number[], what: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, what);
    } catch {
      // It has ended by itself.
    }
  }
}

const LOGGED: readonly unknown[] = ['stored', 'delivered', 'read'];
const isStored = (talk: SessionHandle): boolean =>
  talk.view.value.entries.every((entry) => entry.kind !== 'message' || !entry.own || LOGGED.includes(entry.tick));

async function visit(browser: Browser, place: Installation): Promise<Page> {
  const app = await openWidget(browser, place.stack.urls.shop);
  await app.use();
  return app.page;
}

async function answer(browser: Browser, url: string, email: string, password: string, session: string): Promise<Page> {
  const page = await signIn(await desktop(browser), url, email, password);
  await page.goto(new URL(`all/${session}`, url).href);
  return page;
}

/** Waits until the app shows a text in its conversation, and nothing about its connection. */
async function shows(page: Page, text: string): Promise<void> {
  const frames = page.frames();
  const app = frames[1] ?? page.mainFrame();
  await app.waitForFunction(
    (wanted) => {
      const shown = (selector: string): string => document.querySelector(selector)?.textContent.trim() ?? '';
      return shown('hf-conversation').includes(wanted) && shown('hf-connection-banner') === '';
    },
    text,
    { timeout: BACK_WITHIN_MS },
  );
}

const told = (times: readonly number[]) => ({
  median: percentile(times, 0.5),
  max: Math.max(...times),
  all: times,
});
