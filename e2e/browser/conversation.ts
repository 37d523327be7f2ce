import type { Locator, Page } from 'playwright-core';
import type { AgentConsole } from './agent-console.ts';
import { becomes } from './becomes.ts';

/** What an agent has in hand within one conversation of the console. */
export class Conversation {
  readonly page: Page;
  readonly #console: AgentConsole;

  constructor(console: AgentConsole) {
    this.page = console.page;
    this.#console = console;
  }

  /** The card that holds a reply back. */
  get guard(): Locator {
    return this.page.locator('hf-guard-card');
  }

  get send(): Locator {
    return this.page.locator('hf-composer .send');
  }

  /** What is offered beside the field: canned replies, or colleagues. */
  get options(): Locator {
    return this.page.locator('hf-composer').getByRole('option');
  }

  get hint(): Locator {
    return this.page.locator('#composer-hint');
  }

  get notes(): Locator {
    return this.page.locator('hf-message-bubble.note');
  }

  /** The line of what was done last, with its undo. */
  get told(): Locator {
    return this.page.locator('mat-snack-bar-container');
  }

  mode(name: 'Reply' | 'Internal note'): Locator {
    return this.page.getByRole('radio', { name });
  }

  async more(action: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More actions' }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  async transfer(to: RegExp, note: string): Promise<void> {
    await this.more('Transfer…');
    const dialog = this.page.getByRole('dialog', { name: 'Transfer the chat' });
    await dialog.getByRole('radio', { name: to }).check();
    await dialog.getByLabel('Note for whoever gets it').fill(note);
    await dialog.getByRole('button', { name: 'Transfer', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Takes back what was done last, as the line about it offers. */
  async undo(of: string): Promise<void> {
    await this.told.filter({ hasText: of }).getByRole('button', { name: 'Undo' }).click();
  }

  async isViewedBy(name: string): Promise<void> {
    await this.page.locator(`hf-chat-header .viewing[title*="${name}"]`).waitFor();
  }

  /** The visitor has a page of the site open. */
  async hasVisitorOnline(): Promise<void> {
    await this.page.locator('hf-chat-header .visitor [title="The visitor is online"]').waitFor();
  }

  async saysOfTyping(text: string): Promise<void> {
    await this.page.locator('hf-chat-log .typing', { hasText: text }).waitFor();
  }

  /** A line of what happened, in the flow. */
  async tells(text: string): Promise<void> {
    await this.#console.log.locator('hf-notice-line', { hasText: text }).last().waitFor();
  }

  async isWriting(): Promise<void> {
    await this.page.locator('hf-composer textarea:focus').waitFor();
  }

  /** The field of the search within the chat. */
  get find(): Locator {
    return this.page.locator('hf-find-bar input');
  }

  get findState(): Locator {
    return this.page.locator('hf-find-bar .state');
  }

  /** A message that an address has led to, while it stands out. */
  landed(text: string): Locator {
    return this.page.locator('hf-message-bubble.landed', { hasText: text });
  }

  #message(text: string): Locator {
    return this.#console.log.locator('hf-message-bubble', { hasText: text });
  }

  /** Whether the whole of a message is within the part of the log that is seen. */
  async isInView(text: string): Promise<boolean> {
    const [log, message] = await Promise.all([this.#console.log.boundingBox(), this.#message(text).boundingBox()]);
    return log !== null && message !== null && message.y >= log.y && message.y + message.height <= log.y + log.height;
  }

  /** How far a message is from the top of the page, in CSS pixels. */
  async placeOf(text: string): Promise<number> {
    return (await this.#message(text).boundingBox())?.y ?? NaN;
  }

  async scrollToTop(): Promise<void> {
    await this.#console.log.evaluate((log) => log.scrollTo(0, 0));
  }

  /** Waits until this is what the field holds. */
  async holds(text: string): Promise<void> {
    await becomes([text], async () => [await this.#console.composer.inputValue()], 20_000);
  }
}
