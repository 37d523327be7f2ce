import { setTimeout as delay } from 'node:timers/promises';
import type { AgentConsole, Shown, Widget } from '@holdfast/e2e/browser';
import { sampled } from '@holdfast/e2e/browser';
import type { Line } from './screens.ts';

/** A line that is sent when its page ends so soon afterwards may not have got onto the disk, ms. */
const KEPT_AFTER_MS = 1_000;
/** Until one who has waited presses reload once more. */
const PATIENCE_MS = 8_000;
const OPENED_WITHIN_MS = 90_000;

interface Written extends Line {
  readonly at: number;
  mayBeLost: boolean;
}

export type Surface = Widget | AgentConsole;

/** A tab of a person: what was written in it, and what it has shown, over reloads and crashes. */
export class Tab {
  readonly name: string;
  readonly lines: Written[] = [];
  /** For each document that was loaded here and is gone, what it has shown. */
  readonly #lives: Shown[][] = [];
  readonly #open: () => Promise<Surface>;
  #surface: Surface;
  /** Nobody can write in it now. */
  #isOut = false;
  /** What has begun and has to be over before the tab is itself again. */
  #recovery: Promise<void> = Promise.resolve();

  constructor(name: string, surface: Surface, open: () => Promise<Surface>) {
    this.name = name;
    this.#surface = surface;
    this.#open = open;
    surface.page.setDefaultTimeout(PATIENCE_MS);
  }

  get page(): Surface['page'] {
    return this.#surface.page;
  }

  get isOut(): boolean {
    return this.#isOut;
  }

  /** Writes a line as people do: into the field, and Enter. */
  async write(): Promise<void> {
    if (this.#isOut) return;
    const text = `${this.name} writes line ${String(this.lines.length)}.`;
    // Whatever goes wrong from here on, it may have been sent.
    const line: Written = { text, at: performance.now(), mayBeLost: true };
    this.lines.push(line);
    const before = this.#lives.length;
    await this.#surface.post(text);
    // What was written into one document may have been sent from the next, as whatever that had for a draft.
    line.mayBeLost = this.isOut || this.#lives.length > before;
  }

  texts(): Promise<string[]> {
    return this.#surface.texts();
  }

  /** The process of the page is gone, and a new tab is opened for it. */
  crash(): void {
    this.#goes(async (surface) => {
      const session = await surface.page.context().newCDPSession(surface.page);
      const gone = new Promise((resolve) => surface.page.once('crash', resolve));
      // It cannot answer.
      session.send('Page.crash').catch(() => undefined);
      await gone;
      await surface.page.close();
      return this.#opened(() => this.#open());
    });
  }

  reload(): void {
    this.#goes((surface) =>
      this.#opened(async () => {
        await ('reload' in surface ? surface.reload() : reloadConsole(surface));
        return surface;
      }),
    );
  }

  /** Nothing runs in the page until `thaw`. */
  async freeze(): Promise<() => Promise<void>> {
    this.#isOut = true;
    const session = await this.page.context().newCDPSession(this.page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    return async () => {
      await session.send('Page.setWebLifecycleState', { state: 'active' }).catch(() => undefined);
      this.#isOut = false;
    };
  }

  /** When the tab is itself again. @throws whatever kept it from that */
  recovered(): Promise<void> {
    return this.#recovery;
  }

  /** What every document in it has shown. */
  async lives(): Promise<readonly (readonly Shown[])[]> {
    return [...this.#lives, await sampled(this.page)];
  }

  #goes(how: (surface: Surface) => Promise<Surface>): void {
    // One thing at a time: what befalls a tab that is out already befalls nobody.
    if (this.#isOut) return;
    this.#isOut = true;
    this.#recovery = this.#go(how);
    this.#recovery.catch(() => undefined);
  }

  async #go(how: (surface: Surface) => Promise<Surface>): Promise<void> {
    this.#lives.push(await sampled(this.page));
    const since = performance.now() - KEPT_AFTER_MS;
    for (const line of this.lines) if (line.at > since) line.mayBeLost = true;
    this.#surface = await how(this.#surface);
    this.page.setDefaultTimeout(PATIENCE_MS);
    this.#isOut = false;
  }

  /** Tries again and again, as who finds an error page does. */
  async #opened(open: () => Promise<Surface>): Promise<Surface> {
    const until = performance.now() + OPENED_WITHIN_MS;
    for (;;) {
      try {
        return await open();
      } catch (error) {
        if (performance.now() > until) throw error;
        await delay(500);
      }
    }
  }
}

async function reloadConsole({ page, composer }: AgentConsole): Promise<void> {
  await page.reload();
  await composer.waitFor();
}
