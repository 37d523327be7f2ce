import type { OutboxRow, OutboxStore, Target } from '@holdfast/chat-client';

/** An outbox as one page has it: whatever the page still does to it when it is over does not happen, and is not answered. */
export class PageOutbox implements OutboxStore {
  readonly kept: OutboxStore['kept'];
  readonly #outbox: OutboxStore;
  readonly #dies: () => boolean;
  #isOver = false;

  /** @param dies asked when the page has taken the outcome of a command and is about to clear it: true, and the page is over */
  constructor(outbox: OutboxStore, dies: () => boolean) {
    this.kept = outbox.kept;
    this.#outbox = outbox;
    this.#dies = dies;
  }

  add(row: OutboxRow): Promise<void> {
    return this.#unlessOver(() => this.#outbox.add(row));
  }

  rows(target?: Target): Promise<OutboxRow[]> {
    return this.#unlessOver(() => this.#outbox.rows(target));
  }

  update(id: string, change: (row: OutboxRow) => OutboxRow | null): Promise<OutboxRow | null> {
    return this.#unlessOver(() =>
      this.#outbox.update(id, (row) => {
        const after = change(row);
        this.#isOver ||= row.state === 'waiting' && after === null && this.#dies();
        return this.#isOver ? row : after;
      }),
    );
  }

  replace(id: string, row: OutboxRow): Promise<void> {
    return this.#unlessOver(() => this.#outbox.replace(id, row));
  }

  /** The page is gone. What was stored stays. */
  close(): void {
    this.#isOver = true;
  }

  async #unlessOver<T>(work: () => Promise<T>): Promise<T> {
    const never = new Promise<T>(() => undefined);
    if (this.#isOver) return never;
    const answer = await work();
    return this.#lives() ? answer : never;
  }

  #lives(): boolean {
    return !this.#isOver;
  }
}
