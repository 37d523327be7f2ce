import { setTimeout as pause } from 'node:timers/promises';

/** What the page of a person can do here. */
export interface Writing {
  post(text: string): Promise<void>;
}

/** Somebody who writes line after line at their own pace, whatever happens to the platform. */
export class Typist {
  /** Every line, in the order of writing. */
  readonly sent: string[] = [];
  readonly #name: string;
  readonly #page: Writing;
  readonly #ending = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** One line is written at a time: there is one field. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(name: string, page: Writing) {
    this.#name = name;
    this.#page = page;
  }

  start(pauseMs: number): void {
    this.#running = this.#write(pauseMs);
  }

  /** Writes one line more, and tells which. */
  line(): Promise<string> {
    const written = this.#turn.then(async () => {
      const text = `${this.#name} writes line ${String(this.sent.length)}.`;
      this.sent.push(text);
      await this.#page.post(text);
      return text;
    });
    this.#turn = written.catch(() => undefined);
    return written;
  }

  async end(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #write(pauseMs: number): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      await this.line();
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
