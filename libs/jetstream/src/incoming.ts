import { type JsMsg } from '@nats-io/jetstream';

/** Messages between the loop that pulls and the one that applies; bounded by the prefetch. */
export class Incoming {
  #messages: JsMsg[] = [];
  #failure: Error | undefined;
  #ended = false;
  #arrived: (() => void) | undefined;
  #space: (() => void) | undefined;

  constructor(over: AbortSignal) {
    over.addEventListener('abort', () => this.end(), { once: true });
  }

  get size(): number {
    return this.#messages.length;
  }

  /** Resolves when there is room for more. */
  async push(message: JsMsg): Promise<void> {
    this.#messages.push(message);
    this.#arrived?.();
    if (this.#messages.length >= LIMIT && !this.#ended) await new Promise<void>((resolve) => (this.#space = resolve));
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.#arrived?.();
  }

  end(): void {
    this.#ended = true;
    this.#arrived?.();
    this.#space?.();
  }

  /** What has arrived, at most `limit`, waiting for the first; empty at the end. What arrived before a failure is still given out. */
  async take(limit: number): Promise<JsMsg[]> {
    while (this.#messages.length === 0 && !this.#ended && this.#failure === undefined)
      await new Promise<void>((resolve) => (this.#arrived = resolve));
    // The rest of the same read of the socket is still on its way through the pull.
    if (this.#messages.length < limit && !this.#ended) await new Promise((resolve) => setImmediate(resolve));
    if (this.#messages.length === 0 && this.#failure !== undefined) throw this.#failure;
    const taken = this.#messages.splice(0, limit);
    if (this.#messages.length < LIMIT) this.#space?.();
    return taken;
  }
}

const LIMIT = 2_000;
