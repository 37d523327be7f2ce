/** Runs tasks of one key one after the other, in the order they came; tasks of different keys at once. */
export class Mailboxes {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Resolves or rejects as the task does; a failed task does not hold up the next one. */
  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key);
    const done = before === undefined ? task() : before.then(task, task);
    const tail = done.then(forget, forget);
    this.#tails.set(key, tail);
    void tail.then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
    return done;
  }

  /** Resolves when nothing is running or waiting. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }
}

const forget = (): void => undefined;
