import type { Browser, BrowserContext, Page } from 'playwright-core';
import { AgentConsole } from '../browser/agent-console.ts';
import { Widget } from '../browser/widget.ts';
import { Chats } from './chats.ts';
import type { Place } from './place.ts';
import { WIDTHS, type Width } from './scene.ts';

/** The agent whom most scenes look over the shoulder of. */
export const LEAD = 'mara';

/** The people of all scenes at one width and in one language. Agents stay signed in from scene to scene; each visitor is new. */
export class Troupe {
  readonly place: Place;
  readonly chats: Chats;
  readonly width: Width;
  readonly #browser: Browser;
  readonly #locale: string;
  readonly #agents = new Map<string, Promise<BrowserContext>>();
  readonly #passing = new Set<BrowserContext>();

  constructor(place: Place, browser: Browser, width: Width, locale: string) {
    this.place = place;
    this.chats = new Chats(place);
    this.width = width;
    this.#browser = browser;
    this.#locale = locale;
  }

  /** The console at this path, for somebody who is signed in. Where it is not `answered`, the server takes the connection and says nothing. */
  async console(
    path: string,
    agent = LEAD,
    { locale = this.#locale, answered = true }: { readonly locale?: string; readonly answered?: boolean } = {},
  ): Promise<AgentConsole> {
    const page = await (await this.#agent(agent, locale)).newPage();
    if (!answered) await page.routeWebSocket(/\/ws$/, () => undefined);
    await page.goto(new URL(path, this.place.urls.console).href);
    const console = new AgentConsole(patient(page));
    await page.getByRole('main').waitFor();
    return console;
  }

  /** A page of the console or the shop in a browser that was never here. */
  async stranger(url: string, locale = this.#locale): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: WIDTHS[this.width],
      locale,
      hasTouch: this.width === 'phone',
    });
    this.#passing.add(context);
    const page = patient(await context.newPage());
    await page.goto(url);
    return page;
  }

  /** The sample shop, with the widget's button on it. */
  async shop(locale = this.#locale): Promise<Widget> {
    return new Widget(await this.stranger(this.place.urls.shop, locale));
  }

  /** Every connection of a browser breaks, and none can be made, until the scene is over. */
  cutLine(): void {
    const { line } = this.place;
    if (line === undefined) throw new Error('only an installation of its own can be cut off');
    line.refuse(true);
    line.reset();
  }

  /** After a scene: the line is whole, visitors leave, agents close their tabs. */
  async clear(): Promise<void> {
    this.place.line?.refuse(false);
    await Promise.all([...this.#passing].map((context) => context.close()));
    this.#passing.clear();
    const contexts = await Promise.all(this.#agents.values());
    await Promise.all(contexts.flatMap((context) => context.pages().map((page) => page.close())));
  }

  async leave(): Promise<void> {
    await this.clear();
    for (const context of await Promise.all(this.#agents.values())) await context.close();
  }

  #agent(name: string, locale: string): Promise<BrowserContext> {
    const key = `${name} ${locale}`;
    const held = this.#agents.get(key) ?? this.#signIn(name, locale);
    this.#agents.set(key, held);
    return held;
  }

  /** Words of the page are read in its language, so the form is filled by what its fields are for. */
  async #signIn(name: string, locale: string): Promise<BrowserContext> {
    const account = this.place.demo.accounts.find(({ email }) => email.startsWith(`${name}@`));
    if (account === undefined) throw new Error(`there is no ${name}`);
    const context = await this.#browser.newContext({
      viewport: WIDTHS[this.width],
      locale,
      hasTouch: this.width === 'phone',
    });
    const page = patient(await context.newPage());
    await page.goto(new URL('sign-in', this.place.urls.console).href);
    await page.locator('input[type=email]').fill(account.email);
    await page.locator('input[type=password]').fill(account.password);
    await page.locator('input[type=password]').press('Enter');
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    await page.close();
    return context;
  }
}

/** A scene that is not there is found out soon. */
function patient(page: Page): Page {
  page.setDefaultTimeout(10_000);
  return page;
}
