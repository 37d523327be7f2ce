import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser } from '@holdfast/testing';
import type { StackOptions } from '@holdfast/tools/start';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { Platform } from '../platform/stack.ts';
import { type Account, makeWorkspace, type Workspace } from '../platform/workspace.ts';
import { AgentConsole } from './agent-console.ts';
import { Widget } from './widget.ts';

/** The site whose widget the sample shop shows. */
const SHOP_SITE = 'demo-shop';
const PICTURES = join(import.meta.dirname, '..', '.data');

export interface StagePlan extends Pick<StackOptions, 'environment' | 'instances' | 'durability'> {
  readonly agents: readonly string[];
  readonly capacity?: number;
}

/** The whole of Holdfast, and a Chromium in which each person has a profile of their own. */
export class Stage {
  readonly platform: Platform;
  readonly workspace: Workspace;
  /** What went wrong in scripts and was not caught, in any page. */
  readonly errors: string[] = [];
  readonly #browser: Browser;

  private constructor(platform: Platform, workspace: Workspace, browser: Browser) {
    this.platform = platform;
    this.workspace = workspace;
    this.#browser = browser;
  }

  static async open({ agents, capacity = 4, ...options }: StagePlan): Promise<Stage> {
    const platform = await Platform.start(options);
    try {
      const workspace = await makeWorkspace(platform, { site: SHOP_SITE, agents, capacity });
      return new Stage(platform, workspace, await launchBrowser());
    } catch (error) {
      await platform.stop();
      throw error;
    }
  }

  person(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    return this.#browser.newContext({ viewport: { width: 1_280, height: 800 }, locale: 'en-GB', ...options });
  }

  /** The sample shop with its widget opened, in the browser of somebody who was never here, or in another tab of `visitor`. */
  async shop(visitor?: BrowserContext): Promise<Widget> {
    const widget = await this.shopPage(visitor);
    await this.#opens(widget.page, widget.open());
    return widget;
  }

  /** The same, with the widget not opened yet; `address`: another page that embeds it. */
  async shopPage(visitor?: BrowserContext, address = this.platform.stack.urls.shop): Promise<Widget> {
    const page = await this.#page(visitor ?? (await this.person()));
    const widget = new Widget(page);
    await this.#opens(page, page.goto(address));
    return widget;
  }

  /** An agent, signed in at the console in a browser of their own, or in `person`'s. */
  async console(account: Account, person?: BrowserContext): Promise<AgentConsole> {
    const page = await this.#page(person ?? (await this.person()));
    await page.goto(this.platform.stack.urls.console);
    const console = new AgentConsole(page);
    await this.watch(`console of ${account.name}`, () => console.signIn(account));
    return console;
  }

  /** Another tab of the same agent, in the same browser. */
  async tab(of: AgentConsole, path: string): Promise<AgentConsole> {
    const page = await this.#page(of.page.context());
    const console = new AgentConsole(page);
    await this.#opens(page, page.goto(new URL(path, this.platform.stack.urls.console).href));
    await this.#opens(page, console.arrives());
    return console;
  }

  async #page(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => void this.errors.push(error.message));
    return page;
  }

  /** Runs a part of a story; where it fails, leaves a picture of every page. */
  async watch(title: string, play: () => Promise<void>): Promise<void> {
    try {
      await play();
    } catch (error) {
      await this.#photograph(title.replace(/[^\w-]+/g, '-').slice(0, 60));
      throw error;
    }
  }

  /** A page that could not be opened is none of its person's tabs: what it showed is kept as a picture. */
  async #opens(page: Page, opening: Promise<unknown>): Promise<void> {
    try {
      await opening;
    } catch (error) {
      await takePicture(page, 'not-opened');
      await page.close();
      throw error;
    }
  }

  async #photograph(name: string): Promise<void> {
    const pages = this.#browser.contexts().flatMap((context) => context.pages());
    for (const [i, page] of pages.entries()) await takePicture(page, `${name}-${String(i)}`);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.platform.stop();
  }
}

/** A page that cannot be photographed must not hide what has gone wrong. */
async function takePicture(page: Page, name: string): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), timeout: 5_000 }).catch(() => undefined);
}
