import type { Locator, Page } from 'playwright-core';
import type { AgentConsole } from './agent-console.ts';
import { becomes } from './becomes.ts';

/** What an agent has around the conversations: views, search, palette, keys, settings. */
export class Shell {
  readonly page: Page;

  constructor(console: AgentConsole) {
    this.page = console.page;
  }

  get palette(): Locator {
    return this.page.locator('hf-palette dialog[open]');
  }

  get sheet(): Locator {
    return this.page.locator('hf-shortcut-sheet dialog[open]');
  }

  /** What the search has found, as lines that can be opened. */
  get found(): Locator {
    return this.page.locator('#hf-found').getByRole('option');
  }

  /** Waits until the views say this, as "Mine: 1". */
  async counts(wanted: readonly string[], within = 20_000): Promise<void> {
    const views = this.page.locator('hf-inbox-filters a');
    const read = async (): Promise<string[]> =>
      views.evaluateAll((all) => all.map((view) => view.getAttribute('title') ?? ''));
    await becomes(
      wanted,
      async () => (await read()).filter((text) => wanted.some((one) => sameView(one, text))),
      within,
    );
  }

  async search(text: string): Promise<void> {
    await this.page.keyboard.press('/');
    await this.page.getByRole('combobox', { name: 'Search messages and visitors' }).fill(text);
  }

  /** Waits until no window lies over the page: while one goes, keys are nobody's. */
  async isUncovered(): Promise<void> {
    await this.page.locator('mat-dialog-container').waitFor({ state: 'detached' });
  }

  /** Chooses a language that no menu offers, as it is kept in this browser. */
  async speaksNextTime(language: string): Promise<void> {
    await this.page.evaluate((tag) => {
      for (const key of Object.keys(localStorage).filter((one) => one.startsWith('holdfast:preferences'))) {
        const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
        localStorage.setItem(key, JSON.stringify(Object.assign({}, kept, { language: tag })));
      }
    }, language);
  }

  /** By how many pixels the page is wider than its window. */
  overflow(): Promise<number> {
    return this.page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
  }
}

const sameView = (one: string, other: string): boolean => one.split(':')[0] === other.split(':')[0];
