/** How far this process has read the stream, and who waits for it to come further. */
export class Position {
  #value = 0;
  #waiting: { sequence: number; resolve: () => void }[] = [];

  get value(): number {
    return this.#value;
  }

  advance(sequence: number): void {
    if (sequence <= this.#value) return;
    this.#value = sequence;
    if (this.#waiting.length === 0) return;
    const due = this.#waiting.filter((waiter) => waiter.sequence <= sequence);
    this.#waiting = this.#waiting.filter((waiter) => waiter.sequence > sequence);
    for (const { resolve } of due) resolve();
  }

  /** Resolves when everything up to `sequence` has been taken. */
  reached(sequence: number): Promise<void> {
    if (sequence <= this.#value) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ sequence, resolve }));
  }

  /** Starts over, for another epoch. Who waited is let go: their connections are closing. */
  reset(): void {
    this.#value = 0;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { resolve } of waiting) resolve();
  }
}
