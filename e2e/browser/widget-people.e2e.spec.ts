import { eventually } from '@holdfast/testing';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { BrowserContext } from 'playwright-core';
import { Api } from '../platform/api.ts';
import { vouch } from '../platform/vouch.ts';
import { accountOf } from '../platform/workspace.ts';
import type { AgentConsole } from './agent-console.ts';
import { OtherSite } from './other-site.ts';
import { SiteOwner } from './site-owner.ts';
import { Stage } from './stage.ts';
import type { Widget } from './widget.ts';

const SITE = 'demo-shop';

let stage: Stage;
let site: OtherSite;
let noor: AgentConsole;
let key: string;

/** A page whose own script makes the calls, one by one, as the story goes. */
const page = (loader: string): string => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><meta name="viewport" content="width=device-width" /><title>Blank</title></head>
  <body><h1>Somebody else's page</h1><script src="${loader}"></script></body>
</html>`;

beforeAll(async () => {
  stage = await Stage.open({ agents: ['Noor'], capacity: 20 });
  site = await OtherSite.open({ '/': page(`${stage.platform.stack.urls.widget}loader.js`) });
  await new SiteOwner(stage.platform, stage.workspace).change({ allowedOrigins: [site.origin] });
  const api = new Api(stage.platform);
  const { accessToken } = await api.signIn(accountOf(stage.workspace, 0));
  const answer = await api.ask('POST', `/sites/${SITE}/identity-key`, accessToken);
  ({ key } = (await answer.json()) as { key: string });
  noor = await stage.console(accountOf(stage.workspace, 0));
  await noor.goOnline();
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

const call = (widget: Widget, ...given: unknown[]): Promise<void> =>
  widget.page.evaluate((words) => {
    (globalThis as unknown as { Holdfast: (...words: unknown[]) => void }).Holdfast(...words);
  }, given);
const open = async (person?: BrowserContext): Promise<Widget> =>
  stage.shopPage(person ?? (await stage.person()), site.origin);
const tokenOf = (sub: string, name: string, claims: object = {}): string =>
  vouch(key, { aud: SITE, sub, name, ...claims });

/** Boots with a function that asks the page's own server; `window.isDown` makes that server fail. */
const bootAs = (widget: Widget, token: string): Promise<void> =>
  widget.page.evaluate(
    ([siteId, signed]) => {
      const { Holdfast } = globalThis as unknown as { Holdfast: (...words: unknown[]) => void };
      const identity = (): Promise<string> =>
        'isDown' in globalThis ? Promise.reject(new Error('down')) : Promise.resolve(signed ?? '');
      Holdfast('boot', { site: siteId, identity });
    },
    [SITE, token],
  );
const setDown = (widget: Widget, isDown: boolean): Promise<void> =>
  widget.page.evaluate((down) => {
    if (down) Object.assign(globalThis, { isDown: true });
    else Reflect.deleteProperty(globalThis, 'isDown');
  }, isDown);

part('X-WHO-1: a shutdown forgets whoever was here, also in a page that has not opened the chat', async () => {
  const visitor = await open();
  await call(visitor, 'boot', { site: SITE });
  await visitor.open();
  await visitor.post('Between the two of us');
  await visitor.isSent('Between the two of us', 20_000);
  await visitor.type('and there is mo');
  await visitor.page.reload();
  await call(visitor, 'boot', { site: SITE });
  await call(visitor, 'shutdown');
  await visitor.page.locator('iframe').waitFor({ state: 'detached' });
  expect(await visitor.page.evaluate(() => localStorage.length)).toBe(0);
  await call(visitor, 'boot', { site: SITE });
  await visitor.open();
  expect(await visitor.composer.inputValue()).toBe('');
  expect(await visitor.texts()).toEqual([]);
  await visitor.home();
  expect(await visitor.frame.locator('hf-home li').count()).toBe(0);
  const kept = await visitor.frame.locator('html').evaluate(async () => (await indexedDB.databases()).length);
  // The outbox of whoever is here now.
  expect(kept).toBe(1);
  await visitor.page.context().close();
});

part('X-WHO-2: when the page vouches for somebody else, nothing of the one before is left in the panel', async () => {
  const visitor = await open();
  await bootAs(visitor, tokenOf('anna', 'Anna'));
  await visitor.open();
  await visitor.post('This is Anna');
  await visitor.isSent('This is Anna', 20_000);
  await visitor.type('and my secret is');
  await call(visitor, 'identify', { token: tokenOf('bert', 'Bert') });
  await visitor.begin.waitFor();
  expect(await visitor.frame.locator('hf-home li').count()).toBe(0);
  await visitor.begin.click();
  await visitor.caret.waitFor();
  expect(await visitor.composer.inputValue()).toBe('');
  await visitor.post('This is Bert');
  await noor.openChat('This is Bert');
  await noor.page.locator('hf-chat-header h2', { hasText: 'Bert' }).waitFor();
  await call(visitor, 'identify', { token: tokenOf('anna', 'Anna') });
  await visitor.frame.getByRole('button', { name: /This is Anna/ }).click();
  await visitor.lists(['This is Anna']);
  await visitor.page.context().close();
});

part('X-WHO-3: who is vouched for is not taken for a stranger while the page cannot say so', async () => {
  const person = await stage.person();
  const visitor = await open(person);
  const token = tokenOf('carl', 'Carl');
  await bootAs(visitor, token);
  await visitor.open();
  await visitor.post('Where is order 17?');
  await visitor.isSent('Where is order 17?', 20_000);
  await visitor.page.reload();
  await setDown(visitor, true);
  await bootAs(visitor, token);
  await visitor.openPanel();
  await visitor.frame.getByText('cannot be reached').waitFor();
  await setDown(visitor, false);
  await visitor.lists(['Where is order 17?']);
  await person.close();
});

part('X-WHO-4: a page that boots anew for the same person changes nothing in the panel', async () => {
  const visitor = await open();
  await bootAs(visitor, tokenOf('dana', 'Dana'));
  await visitor.open();
  await visitor.type('half a sen');
  const loads = visitor.loads;
  for (let turn = 0; turn < 3; turn++) await bootAs(visitor, tokenOf('dana', 'Dana'));
  await visitor.type('tence');
  expect(await visitor.composer.inputValue()).toBe('half a sentence');
  expect(visitor.loads).toBe(loads);
  await visitor.page.context().close();
});

part('X-WHO-5: what the page vouches for is not asked', async () => {
  const owner = new SiteOwner(stage.platform, stage.workspace);
  await owner.change({ allowedOrigins: [site.origin], preChat: { name: 'required', email: 'required' } });
  const visitor = await open();
  await bootAs(visitor, tokenOf('ella', 'Ella', { email: 'ella@mail.example' }));
  await visitor.open();
  await visitor.page.context().close();
  await owner.change({ allowedOrigins: [site.origin], preChat: { name: 'off', email: 'off' } });
});

part('X-WHO-6: while the page hides the chat nothing in it counts as read', async () => {
  const visitor = await open();
  await call(visitor, 'boot', { site: SITE });
  await visitor.open();
  await visitor.post('I come back in a minute');
  await visitor.stands('Noor');
  await call(visitor, 'hide');
  await noor.openChat('I come back in a minute');
  await noor.post('Take your time');
  await noor.hasTick('Take your time', 'delivered');
  await eventually(async () => (await visitor.page.title()) === '(1) Blank');
  await call(visitor, 'show');
  await noor.hasTick('Take your time', 'read');
  await visitor.page.context().close();
});
