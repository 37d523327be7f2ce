import type { FrameLocator, Locator, Page, WebSocket } from 'playwright-core';
import { becomes } from './becomes.ts';

/** The widget on the sample shop page, as a visitor uses it. */
export class Widget {
  readonly page: Page;
  /** How often the page, or the frame in it, was loaded. */
  loads = 0;
  /** The sockets that this page has open. */
  readonly sockets = new Set<WebSocket>();
  readonly #frame: FrameLocator;

  constructor(page: Page) {
    this.page = page;
    this.#frame = page.frameLocator('iframe');
    page.on('framenavigated', () => {
      this.loads++;
    });
    page.on('websocket', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => void this.sockets.delete(socket));
    });
  }

  /** Opens the panel, and in it the latest conversation; for who has none, a new one. */
  async open(): Promise<void> {
    await this.openPanel();
    await this.composer.or(this.begin).first().waitFor();
    if (await this.begin.isVisible()) await this.begin.click();
    // Under a driver a page that comes after an error page keeps the focus from its frames until there is a click.
    await this.caret.waitFor({ timeout: 2_000 }).catch(() => this.composer.click());
    await this.caret.waitFor();
  }

  async openPanel(): Promise<void> {
    await this.launcher.click();
  }

  get launcher(): Locator {
    return this.page.getByRole('button', { name: /^Open chat/ });
  }

  get frame(): FrameLocator {
    return this.#frame;
  }

  /** Begins another conversation, on the first page of the panel. */
  get begin(): Locator {
    return this.#frame.getByRole('button', { name: 'Send us a message' });
  }

  async close(): Promise<void> {
    await this.#frame.getByRole('button', { name: 'Close chat' }).click();
  }

  /** Leaves the conversation for the list of all. */
  async home(): Promise<void> {
    await this.#frame.getByRole('button', { name: 'All conversations' }).click();
    await this.begin.waitFor();
  }

  /** What the panel's header says of the conversation. */
  async stands(text: string, within = 20_000): Promise<void> {
    await this.#frame.locator('header').getByText(text, { exact: true }).waitFor({ timeout: within });
  }

  /** The field that messages are written into, once keys arrive in it. */
  get caret(): Locator {
    return this.#frame.locator('hf-composer textarea:focus');
  }

  get composer(): Locator {
    return this.#frame.getByLabel('Your message');
  }

  async post(text: string): Promise<void> {
    await this.composer.fill(text);
    // Under a driver every document takes itself for the focused one, and keys can stay with the page around while the caret blinks here:
    // clicks do not help then, leaving the frame does. Who types sees whether something comes.
    for (let turn = 0; turn < 3 && (await this.composer.inputValue()) !== text; turn++) {
      await this.page.locator('iframe').evaluate((frame) => {
        frame.blur();
        frame.focus();
      });
      await this.composer.fill(text);
    }
    await this.composer.press('Enter');
  }

  /** Types without sending. */
  async type(text: string): Promise<void> {
    await this.composer.pressSequentially(text);
  }

  async texts(): Promise<string[]> {
    return (await this.#frame.locator('hf-message .bubble p').allInnerTexts()).map((text) => text.trim());
  }

  /** Ids of the messages shown, top down. */
  async ids(): Promise<(string | null)[]> {
    const messages = await this.#frame.locator('hf-message').all();
    return Promise.all(messages.map((message) => message.getAttribute('data-id')));
  }

  async shows(text: string, within = 20_000): Promise<void> {
    await this.#frame.getByText(text, { exact: true }).first().waitFor({ timeout: within });
  }

  async hasTick(text: string, tick: string, within = 20_000): Promise<void> {
    const message = this.#frame.locator('hf-message', { hasText: text });
    await message.locator(`[data-tick=${tick}]`).waitFor({ timeout: within });
  }

  /** Whether the log has it, as far as its sender is shown. */
  async isSent(text: string, within: number): Promise<void> {
    const sent = ['stored', 'delivered', 'read'].map((tick) => `[data-tick=${tick}]`).join();
    await this.#frame.locator('hf-message', { hasText: text }).locator(sent).waitFor({ timeout: within });
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.open();
  }

  /** Waits until the list of texts is this one. */
  async lists(texts: readonly string[], within = 20_000): Promise<void> {
    await becomes(texts, () => this.texts(), within);
  }
}
