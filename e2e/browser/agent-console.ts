import type { Locator, Page } from 'playwright-core';
import { becomes } from './becomes.ts';
import type { Account } from '../platform/workspace.ts';

/** The console, as an agent uses it. */
export class AgentConsole {
  readonly page: Page;
  /** How often the document was loaded. */
  loads = 0;

  constructor(page: Page) {
    this.page = page;
    page.on('load', () => {
      this.loads++;
    });
  }

  async signIn({ email, password }: Account): Promise<void> {
    await this.page.getByLabel('E-mail address').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.arrives();
  }

  async arrives(): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Views of the inbox' }).waitFor();
  }

  async goOnline(): Promise<void> {
    await this.page.getByRole('button', { name: 'Go online' }).click();
    // With chats waiting, an agent of few places is full as soon as they are online.
    await this.page.locator('hf-availability-menu .me').locator('[data-state=online], [data-state=full]').waitFor();
  }

  view(name: 'Mine' | 'Waiting' | 'All' | 'Closed'): Promise<void> {
    return this.page.getByRole('navigation', { name: 'Views of the inbox' }).getByRole('link', { name }).click();
  }

  /** The line of the inbox whose last message is this one. */
  row(lastMessage: string): Locator {
    return this.page.locator('hf-inbox-row', { hasText: lastMessage });
  }

  async openChat(lastMessage: string): Promise<void> {
    await this.row(lastMessage).getByRole('link').click();
    await this.composer.waitFor();
  }

  /** The session that is open. */
  get session(): string {
    return new URL(this.page.url()).pathname.split('/').at(-1) ?? '';
  }

  get composer(): Locator {
    return this.page.locator('hf-composer textarea');
  }

  get standing(): Locator {
    return this.page.locator('hf-chat-header .who p');
  }

  get log(): Locator {
    return this.page.getByRole('log', { name: 'Conversation' });
  }

  action(name: 'Take it' | 'Close' | 'Reopen'): Locator {
    return this.page.locator('hf-chat-header').getByRole('button', { name, exact: true });
  }

  async post(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  async note(text: string): Promise<void> {
    await this.page.getByRole('radio', { name: 'Internal note' }).click();
    await this.post(text);
    await this.page.getByRole('radio', { name: 'Reply' }).click();
  }

  /** Types without sending. */
  async type(text: string): Promise<void> {
    await this.composer.pressSequentially(text);
  }

  async texts(): Promise<string[]> {
    return (await this.log.locator('.bubble').allInnerTexts()).map((text) => text.trim());
  }

  /** Waits until the list of texts is this one. */
  async lists(texts: readonly string[], within = 20_000): Promise<void> {
    await becomes(texts, () => this.texts(), within);
  }

  async shows(text: string, within = 20_000): Promise<void> {
    await this.log.getByText(text, { exact: true }).first().waitFor({ timeout: within });
  }

  /** The last of a run of messages has the tick. */
  async hasTick(text: string, tick: string, within = 20_000): Promise<void> {
    const message = this.log.locator('hf-message-bubble', { hasText: text });
    await message.locator(`[data-tick=${tick}]`).waitFor({ timeout: within });
  }

  /** Whether the log has it, as far as its sender is shown. */
  async isSent(text: string, within: number): Promise<void> {
    await this.log.locator('.bubble:not(.pending)', { hasText: text }).waitFor({ timeout: within });
  }

  async stands(text: string, within = 20_000): Promise<void> {
    await this.standing.getByText(text).waitFor({ timeout: within });
  }

  async isTyping(within = 20_000): Promise<void> {
    await this.page.locator('hf-chat-log .typing', { hasText: 'typing' }).waitFor({ timeout: within });
  }
}
