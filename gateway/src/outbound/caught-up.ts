/** Whether the gateway knows the log to its end, and who waits for that. */
export class CaughtUp {
  #epoch: string | null = null;
  #waiting: ((epoch: string) => void)[] = [];

  get isOpen(): boolean {
    return this.#epoch !== null;
  }

  /** Resolves with the epoch once the log is known to its end. */
  epoch(): Promise<string> {
    if (this.#epoch !== null) return Promise.resolve(this.#epoch);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  open(epoch: string): void {
    this.#epoch = epoch;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(epoch);
  }

  shut(): void {
    this.#epoch = null;
  }
}
