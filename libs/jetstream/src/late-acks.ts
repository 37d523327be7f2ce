import { type JsMsg } from '@nats-io/jetstream';

/** What is held back goes out together after this time, in ms. Far below any `ack_wait`; after a crash so much more is delivered again. */
const HELD_MS = 50;

/**
 * Gathers acknowledgements into few writes: sent one by one they would cost the sender a write to the socket each, and the server a read,
 * just when the message they are about is on its way to people. For consumers of what may come twice, as everything here may.
 */
export class LateAcks {
  readonly #covers: 'each' | 'all-before';
  #held: Pick<JsMsg, 'ack'>[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** `all-before`: an acknowledgement covers the messages before it (`ack_policy: all`), so the last one is enough. */
  constructor(covers: 'each' | 'all-before') {
    this.#covers = covers;
  }

  ack(message: Pick<JsMsg, 'ack'>): void {
    if (this.#covers === 'all-before') this.#held = [message];
    else this.#held.push(message);
    this.#timer ??= setTimeout(() => this.flush(), HELD_MS);
  }

  /** Sends what is held back. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const held = this.#held;
    this.#held = [];
    try {
      for (const message of held) message.ack();
    } catch {
      // The connection is closed: they are delivered again.
    }
  }
}
