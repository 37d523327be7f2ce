import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type Context, desktop, type Page } from './desktop.ts';

/** A task of the page's main thread above 50 ms, in ms since the navigation began. */
interface LongTask {
  readonly at: number;
  readonly ms: number;
}
interface Noted {
  readonly shownAt: number | null;
  readonly longTasks: LongTask[];
  readonly inputs: number[];
}
export interface Act {
  readonly longTasks: number[];
  /** From each key to the frame that was painted after it, in ms. */
  readonly inputs: number[];
}

/**
 * Runs in the page before its own scripts. Rows are usable once a frame with their links was painted; a key is answered once the frame after it was.
 * The message after an animation frame comes when that frame is painted.
 */
function note(): void {
  const noted: { shownAt: number | null; longTasks: LongTask[]; inputs: number[] } = {
    shownAt: null,
    longTasks: [],
    inputs: [],
  };
  Object.assign(globalThis, { noted });
  const painted = (then: () => void): void => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then;
      port2.postMessage(null);
    });
  };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      noted.longTasks.push({ at: startTime, ms: Math.round(duration) });
  }).observe({ type: 'longtask', buffered: true });
  const look = (): void => {
    if (document.querySelector('hf-inbox-row a[href]') === null) requestAnimationFrame(look);
    else painted(() => (noted.shownAt = performance.now()));
  };
  requestAnimationFrame(look);
  document.addEventListener(
    'keydown',
    (event) => painted(() => noted.inputs.push(performance.now() - event.timeStamp)),
    true,
  );
}

/** Signs an agent in to the console. Answers the tab, once the console is there. */
export async function signIn(context: Context, url: string, email: string, password: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Views of the inbox' }).waitFor();
  return page;
}

/** An agent's browser, signed in, and what its console makes of a full inbox. */
export class ConsolePage {
  readonly #context: Context;
  readonly #url: string;
  /** What went wrong in scripts and was not caught. */
  readonly errors: string[] = [];

  private constructor(context: Context, url: string) {
    this.#context = context;
    this.#url = url;
  }

  static async signIn(browser: Browser, url: string, email: string, password: string): Promise<ConsolePage> {
    const context = await desktop(browser);
    const page = await signIn(context, url, email, password);
    // This tab stays: without one each load would open a window, whose own parts Chromium draws in a process that takes a core.
    await page.goto('about:blank');
    await context.addInitScript(note);
    return new ConsolePage(context, url);
  }

  /** Opens the view of all chats in a fresh tab: how long until its rows can be used, in ms, and the long tasks until then. */
  async load({ cold }: { readonly cold: boolean }): Promise<{ ms: number; longTasks: number[] }> {
    const page = await this.#open(cold);
    const { shownAt, longTasks } = await this.#noted(page);
    await page.close();
    return { ms: Math.round(shownAt ?? Number.NaN), longTasks: longTasks.map(({ ms }) => ms) };
  }

  /** What the machine takes for a tab with nothing in it, in ms: an icon from the same server. */
  async loadNothing(): Promise<number> {
    const page = await this.#context.newPage();
    const from = performance.now();
    await page.goto(new URL('favicon.svg', this.#url).href);
    const ms = Math.round(performance.now() - from);
    await page.close();
    return ms;
  }

  /** Scrolls down and up again for so long, opens a chat, and types into it. */
  async use(seconds: number, letters: number, profile?: string): Promise<Record<'scroll' | 'open' | 'type', Act>> {
    const page = await this.#open(false);
    const cdp = await this.#context.newCDPSession(page);
    if (profile !== undefined) {
      await cdp.send('Profiler.enable');
      await cdp.send('Profiler.start');
    }
    // What came with the load is over.
    await page.waitForTimeout(2_000);
    await page.mouse.move(300, 500);
    const scroll = await this.#during(page, async () => {
      const endAt = performance.now() + seconds * 1_000;
      for (let turn = 0; performance.now() < endAt; turn++) {
        await page.mouse.wheel(0, turn % 60 < 40 ? 240 : -240);
        await page.waitForTimeout(40);
      }
    });
    const open = await this.#during(page, async () => {
      await page.locator('hf-inbox-row a').nth(8).click();
      await page.locator('hf-composer textarea').waitFor();
      await page.waitForTimeout(1_000);
    });
    const type = await this.#during(page, async () => {
      const words = 'thank you for waiting, I have looked into it and '.repeat(Math.ceil(letters / 49));
      await page.locator('hf-composer textarea').pressSequentially(words.slice(0, letters), { delay: 50 });
    });
    if (profile !== undefined) {
      const { profile: taken } = await cdp.send('Profiler.stop');
      await writeFile(join(profile, 'console.cpuprofile'), JSON.stringify(taken));
    }
    await page.close();
    return { scroll, open, type };
  }

  async #open(cold: boolean): Promise<Page> {
    const page = await this.#context.newPage();
    page.on('pageerror', (error) => void this.errors.push(error.message));
    if (cold) {
      const cdp = await this.#context.newCDPSession(page);
      await cdp.send('Network.clearBrowserCache');
      await cdp.detach();
    }
    await page.goto(new URL('all', this.#url).href);
    await page.waitForFunction(() => (globalThis as unknown as { noted: Noted }).noted.shownAt !== null);
    return page;
  }

  async #during(page: Page, act: () => Promise<void>): Promise<Act> {
    const from = await page.evaluate(() => performance.now());
    const inputsBefore = (await this.#noted(page)).inputs.length;
    await act();
    // Long tasks are told a moment after they have ended.
    await page.waitForTimeout(200);
    const { longTasks, inputs } = await this.#noted(page);
    const own = longTasks.filter(({ at }) => at >= from).map(({ ms }) => ms);
    return { longTasks: own, inputs: inputs.slice(inputsBefore) };
  }

  #noted(page: Page): Promise<Noted> {
    return page.evaluate(() => (globalThis as unknown as { noted: Noted }).noted);
  }
}
