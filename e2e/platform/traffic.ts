import { setInterval } from 'node:timers/promises';
import { eventually } from '@holdfast/testing';
import { type Chat, isStored } from './page.ts';
import type { Acknowledged } from './witness.ts';

/** Both sides of a chat write, at their own pace, whatever happens to the platform. */
export class Traffic {
  /** Every message that was composed, in the order of composing. */
  readonly sent: Acknowledged[] = [];
  readonly #sides: readonly { readonly name: string; readonly chat: Chat }[];
  readonly #ending = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(visitor: Chat, agent: Chat) {
    this.#sides = [
      { name: 'visitor', chat: visitor },
      { name: 'agent', chat: agent },
    ];
  }

  start(everyMs: number): void {
    this.#running = Promise.all(
      this.#sides.map(async ({ name, chat }) => {
        try {
          for await (const _ of setInterval(everyMs, undefined, { signal: this.#ending.signal }))
            this.#post(name, chat);
        } catch (error) {
          if (!this.#ending.signal.aborted) throw error;
        }
      }),
    );
  }

  /** A message of each side, composed from here on, is stored and shown to the other. Answers their ids. */
  async getsThrough(within: number): Promise<string[]> {
    const ids = this.#sides.map(({ name, chat }) => this.#post(name, chat));
    await eventually(() => ids.every((id) => this.#sides.every(({ chat }) => isShown(chat, id))), { within });
    return ids;
  }

  /** Composes no more, and waits until everything has an outcome and is shown on both sides. */
  async end(within: number): Promise<void> {
    this.#ending.abort();
    await this.#running;
    await eventually(() => this.#sides.every(({ chat }) => this.sent.every(({ id }) => isShown(chat, id))), {
      within,
      every: 50,
    });
  }

  #post(from: string, chat: Chat): string {
    const id = chat.handle.post(`${from} ${String(this.sent.length)}`);
    this.sent.push({ id, from });
    return id;
  }
}

/** An own message that is stored, or one of the other side. */
function isShown(chat: Chat, id: string): boolean {
  const message = chat.message(id);
  return message !== undefined && (!message.own || isStored(message));
}
