/** Something that was taken in order and is finished in any order. */
interface Entry<M> {
  readonly message: M;
  finished: boolean;
}

/**
 * Remembers what is under way of a stream that is read in order, to know up to where everything is finished:
 * one acknowledgement for all of it is then true.
 */
export class InOrder<M> {
  #entries: Entry<M>[] = [];
  #unfinished = 0;
  #passed: M | null = null;

  /** Returns what to call when it is finished. */
  begin(message: M): () => void {
    const entry: Entry<M> = { message, finished: false };
    this.#entries.push(entry);
    this.#unfinished++;
    return () => {
      if (entry.finished) return;
      entry.finished = true;
      this.#unfinished--;
      this.#advance();
    };
  }

  /** Notes something that needs no work. */
  skip(message: M): void {
    if (this.#entries.length === 0) this.#passed = message;
    else this.#entries.push({ message, finished: true });
  }

  /** The last message up to which everything is finished, once; null when that has not moved. */
  takePassed(): M | null {
    const passed = this.#passed;
    this.#passed = null;
    return passed;
  }

  get unfinished(): number {
    return this.#unfinished;
  }

  #advance(): void {
    let finished = 0;
    while (this.#entries[finished]?.finished === true) finished++;
    if (finished === 0) return;
    this.#passed = this.#entries[finished - 1]?.message ?? this.#passed;
    this.#entries = this.#entries.slice(finished);
  }
}
