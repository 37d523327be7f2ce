import { eventually } from '@holdfast/testing';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { accountOf } from '../platform/workspace.ts';
import type { AgentConsole } from './agent-console.ts';
import { OtherSite } from './other-site.ts';
import { SiteOwner } from './site-owner.ts';
import { Stage } from './stage.ts';
import type { Widget } from './widget.ts';

let stage: Stage;
let site: OtherSite;
let noor: AgentConsole;

/** A page that calls Holdfast before it is there, and writes down what it is told. */
const eager = (loader: string): string => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><meta name="viewport" content="width=device-width" /><title>Blank</title></head>
  <body>
    <h1>Somebody else's page</h1>
    <script>
      window.Holdfast = function () { (Holdfast.q = Holdfast.q || []).push(arguments); };
      window.told = [];
      for (const event of ['ready', 'open', 'close', 'unread', 'queue', 'status', 'message'])
        Holdfast('on', event, (what) => told.push([event, what]));
      Holdfast('boot', { site: 'demo-shop', visitor: { name: 'Mia' } });
    </script>
    <script async src="${loader}"></script>
    <p style="height: 200vh">Long.</p>
  </body>
</html>`;

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor'], capacity: 9 });
  const loader = `${stage.platform.stack.urls.widget}loader.js`;
  const tag = `<script async src="${loader}" data-site="demo-shop"></script>`;
  site = await OtherSite.open({ '/': eager(loader), '/twice': `<!doctype html>${tag}${tag}` });
  await new SiteOwner(stage.platform, stage.workspace).change({ allowedOrigins: [site.origin], colour: '#7a1f6b' });
  noor = await stage.console(accountOf(stage.workspace, 0));
}, 120_000);

afterEach(() => {
  expect(stage.errors).toEqual([]);
});

afterAll(async () => {
  site.close();
  await stage.close();
});

const part = (title: string, play: () => Promise<void>): void => {
  test(title, () => stage.watch(title, play), 60_000);
};

/** Makes a call of the page's, as its own script would. */
const call = (widget: Widget, ...given: unknown[]): Promise<void> =>
  widget.page.evaluate((words) => {
    (globalThis as unknown as { Holdfast: (...words: unknown[]) => void }).Holdfast(...words);
  }, given);
const told = (widget: Widget): Promise<[string, unknown][]> =>
  widget.page.evaluate(() => (globalThis as unknown as { told: [string, unknown][] }).told);
const open = async (options = {}): Promise<Widget> => stage.shopPage(await stage.person(options), site.origin);

part(
  'X-PAGE-1: calls made before the loader came are made, and the page hears what goes on, each thing once',
  async () => {
    const visitor = await open();
    await visitor.open();
    await visitor.post('Hello from a blank page');
    await visitor.stands('We answer when we are back');
    await eventually(async () => (await told(visitor)).some(([event, place]) => event === 'queue' && place !== null));
    await noor.goOnline();
    await visitor.stands('Noor');
    await noor.openChat('Hello from a blank page');
    await noor.page.locator('hf-chat-header').getByText('Mia').waitFor();
    await visitor.close();
    await noor.post('Hello Mia');
    await visitor.page.getByRole('button', { name: 'Open chat, 1 unread' }).waitFor();
    const heard = await told(visitor);
    const of = (event: string): unknown[] => heard.flatMap(([name, what]) => (name === event ? [what] : []));
    expect([of('ready'), of('open'), of('close')]).toEqual([[null], [null], [null]]);
    expect(of('status')).toEqual(['none', 'waiting', 'open']);
    expect(of('queue')[0]).toBeNull();
    expect(of('queue').find((place) => place !== null)).toMatchObject({ position: 1 });
    expect(of('queue').at(-1)).toBeNull();
    expect(of('unread')).toEqual([1]);
    expect(of('message')).toEqual([
      { from: 'visitor', name: null, text: 'Hello from a blank page' },
      { from: 'agent', name: 'Noor', text: 'Hello Mia' },
    ]);
    await visitor.page.context().close();
  },
);

part('X-PAGE-2: the page changes language and look at run time, shows and hides, and begins a message', async () => {
  const visitor = await open();
  await visitor.open();
  await call(visitor, 'update', { locale: 'de', theme: 'dark' });
  await visitor.frame.getByLabel('Ihre Nachricht').waitFor();
  const paper = (): Promise<string> =>
    visitor.frame.locator('hf-widget').evaluate((element) => getComputedStyle(element).backgroundColor);
  await eventually(async () => (await paper()) === 'rgb(22, 25, 32)');
  await call(visitor, 'update', { locale: 'en', theme: 'light' });
  await visitor.composer.waitFor();
  await eventually(async () => (await paper()) === 'rgb(255, 255, 255)');
  await call(visitor, 'hide');
  await visitor.page.locator('iframe').waitFor({ state: 'hidden' });
  await call(visitor, 'show');
  await visitor.composer.waitFor();
  await call(visitor, 'close');
  await visitor.launcher.waitFor();
  await call(visitor, 'newMessage', 'About the kettle: ');
  await eventually(async () => (await visitor.composer.inputValue()) === 'About the kettle: ');
  // With a conversation before one's eyes it is another one, and what was begun in the first stays there.
  await visitor.composer.fill('My first message');
  await visitor.composer.press('Enter');
  await visitor.isSent('My first message', 20_000);
  await visitor.type('half a');
  await call(visitor, 'newMessage', 'About the cup: ');
  await eventually(async () => (await visitor.composer.inputValue()) === 'About the cup: ');
  await visitor.home();
  await visitor.frame.getByRole('button', { name: /My first message/ }).click();
  await eventually(async () => (await visitor.composer.inputValue()) === 'half a');
  await visitor.page.context().close();
});

part('X-PAGE-3: after a shutdown nothing of the visitor is left, and the next one is somebody else', async () => {
  const visitor = await open();
  await visitor.open();
  await visitor.post('Forget me, please');
  await visitor.isSent('Forget me, please', 20_000);
  await call(visitor, 'shutdown');
  await visitor.page.locator('iframe').waitFor({ state: 'detached' });
  await call(visitor, 'boot', { site: 'demo-shop' });
  await visitor.openPanel();
  await visitor.begin.waitFor();
  expect(await visitor.frame.locator('hf-home li').count()).toBe(0);
  await visitor.page.context().close();
});

part(
  'X-PAGE-4: nothing of the page is moved, nothing is fetched but from Holdfast, and mistakes in calls break nothing',
  async () => {
    const context = await stage.person();
    const asked = new Set<string>();
    context.on('request', (request) => void asked.add(new URL(request.url()).origin));
    await context.addInitScript(() => {
      const shifts: number[] = ((globalThis as unknown as { shifts: number[] }).shifts = []);
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const visitor = await stage.shopPage(context, site.origin);
    const complaints: string[] = [];
    visitor.page.on('console', (line) => {
      if (line.type() === 'error') complaints.push(line.text());
    });
    await visitor.open();
    await visitor.post('Does anything move?');
    await visitor.isSent('Does anything move?', 20_000);
    await call(visitor, 'fly');
    await call(visitor, 'on', 'unread');
    await call(visitor, 'boot', {});
    await visitor.close();
    await visitor.launcher.waitFor();
    expect(await visitor.page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts)).toEqual([]);
    expect([...asked].sort()).toEqual([new URL(stage.platform.stack.urls.widget).origin, site.origin].sort());
    expect(complaints).toEqual([
      'Holdfast: no call "fly".',
      'Holdfast: on needs an event and a function.',
      'Holdfast: boot needs {site}.',
    ]);
    await context.close();
  },
);

part('X-PAGE-5: on a phone it fills the screen, the page behind stands still, and 320 pixels are enough', async () => {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 320, height: 568 },
  ]) {
    const visitor = await open({ viewport, isMobile: true, hasTouch: true });
    await visitor.launcher.tap();
    await visitor.begin.tap();
    await visitor.composer.waitFor();
    expect(await visitor.page.locator('iframe').boundingBox()).toEqual({ x: 0, y: 0, ...viewport });
    expect(await visitor.page.evaluate(() => getComputedStyle(document.documentElement).overflow)).toBe('hidden');
    await visitor.post('averyveryveryverylongwordwithoutanybreakinit'.repeat(3));
    await visitor.isSent('averyvery', 20_000);
    expect(await visitor.frame.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0);
    await visitor.close();
    await visitor.launcher.waitFor();
    expect(await visitor.page.evaluate(() => document.documentElement.style.overflow)).toBe('');
    await visitor.page.context().close();
  }
});

part('X-PAGE-6: it is used with the keyboard alone, and focus comes back to where it was', async () => {
  const visitor = await open();
  await visitor.launcher.waitFor();
  const { keyboard } = visitor.page;
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await visitor.begin.waitFor();
  await eventually(() => visitor.begin.evaluate((button) => button === document.activeElement && document.hasFocus()));
  await keyboard.press('Enter');
  await visitor.composer.waitFor();
  await eventually(() => visitor.composer.evaluate((field) => field === document.activeElement));
  await keyboard.type('Typed by hand');
  await keyboard.press('Shift+Enter');
  await keyboard.type('on two lines');
  await keyboard.press('Enter');
  await visitor.isSent('on two lines', 20_000);
  await keyboard.press('Escape');
  await visitor.launcher.waitFor();
  expect(
    await visitor.launcher.evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button),
  ).toBe(true);
  await visitor.page.context().close();
});

part('X-PAGE-7: from right to left everything is mirrored, and nothing sticks out', async () => {
  const visitor = await open();
  await call(visitor, 'update', { locale: 'ar' });
  await visitor.launcher.or(visitor.page.locator('button.launcher')).first().click();
  await visitor.frame.locator('html[dir=rtl]').waitFor();
  await visitor.frame.locator('hf-home button.begin').click();
  const field = visitor.frame.locator('hf-composer textarea');
  await field.fill('My own words');
  await field.press('Enter');
  const bubble = visitor.frame.locator('hf-message .bubble');
  await bubble.waitFor();
  const [box, frame] = await Promise.all([bubble.boundingBox(), visitor.page.locator('iframe').boundingBox()]);
  expect(box?.x).toBeLessThan((frame?.x ?? 0) + (frame?.width ?? 0) / 4);
  expect(await visitor.frame.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0);
  await visitor.page.context().close();
});

part('X-PAGE-8: one live region says what comes in, and nothing else speaks by itself', async () => {
  const visitor = await open();
  await visitor.open();
  await visitor.post('Read it out');
  await visitor.stands('Noor');
  await noor.openChat('Read it out');
  await noor.post('I am here');
  const live = visitor.frame.locator('[aria-live], [role=status], [role=alert], [role=log]');
  await live.getByText('Noor: I am here').waitFor();
  expect(await live.count()).toBe(1);
  await visitor.page.context().close();
});

part('X-PAGE-9: as soon as the panel shows where one writes, what is typed is written there', async () => {
  const visitor = await open();
  await visitor.open();
  await visitor.post('Let me in at once');
  const person = visitor.page.context();
  // Focus is handed from a page to a frame of another process: what can go wrong does so now and then.
  for (let turn = 0; turn < 10; turn++) {
    const tab = await stage.shopPage(person, site.origin);
    await tab.openPanel();
    await tab.caret.waitFor();
    await tab.page.keyboard.insertText('typed at once');
    await eventually(async () => (await tab.composer.inputValue()) === 'typed at once');
    await tab.composer.fill('');
    await tab.page.close();
  }
  await person.close();
});

part('X-PAGE-10: a page that carries the tag twice has one button', async () => {
  const visitor = await stage.shopPage(await stage.person(), `${site.origin}/twice`);
  await visitor.launcher.waitFor();
  await visitor.page.waitForLoadState('load');
  expect(await visitor.launcher.count()).toBe(1);
  await visitor.page.context().close();
});

part(
  'X-PAGE-11: a page that is not allowed reads a sentence, not what the browser says of it, and its console says why',
  async () => {
    const other = await OtherSite.open({ '/': eager(`${stage.platform.stack.urls.widget}loader.js`) });
    const { page, launcher } = await stage.shopPage(await stage.person(), other.origin);
    const complaints: string[] = [];
    page.on('console', (line) => {
      if (line.text().startsWith('Holdfast')) complaints.push(line.text());
    });
    await launcher.click();
    await page.locator('iframe').waitFor({ state: 'hidden' });
    expect(await page.locator('iframe').count()).toBe(1);
    await page.getByRole('alert').getByText('The chat cannot be reached right now.').waitFor();
    expect(complaints).toEqual([`Holdfast: no answer: site demo-shop must allow ${other.origin}.`]);
    await page.context().close();
    other.close();
  },
);

part('X-PAGE-12: in a browser that keeps nothing for frames of other sites one can write, and is told so', async () => {
  const person = await stage.person();
  await person.addInitScript(() => {
    const refuse = (): never => {
      throw new DOMException('refused', 'SecurityError');
    };
    for (const kind of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(globalThis, kind, { get: refuse });
  });
  const visitor = await stage.shopPage(person, site.origin);
  await visitor.open();
  await visitor.frame.getByText('This browser keeps nothing here').waitFor();
  await visitor.post('Can you read this?');
  await visitor.hasTick('Can you read this?', 'stored');
  await visitor.frame.getByText('This browser keeps nothing here').waitFor();
  await person.close();
});
