import type { Kept, OutboxRow, OutboxStore, Target } from './outbox-store.ts';

/** Keeps rows for this page load only: the clock says "not kept". For Node, and for pages that can store nothing. */
export const memoryStore = (): OutboxStore => new RowList('no', [], () => undefined);

/**
 * Keeps rows in `sessionStorage`: they survive a reload of this tab. Null where the page may not use it.
 * @param name of the person's outbox; one tab may be used by several people, one after the other
 */
export function sessionStorageStore(name: string, storage?: Pick<Storage, 'getItem' | 'setItem'>): OutboxStore | null {
  try {
    const place = storage ?? globalThis.sessionStorage;
    const key = `holdfast:outbox:${name}`;
    const kept = JSON.parse(place.getItem(key) ?? '[]') as OutboxRow[];
    place.setItem(key, JSON.stringify(kept));
    return new RowList('tab', kept, (rows) => place.setItem(key, JSON.stringify(rows)));
  } catch {
    return null;
  }
}

/** Rows in a list, written out after each change. Each method does its work before it returns, so it is one transaction. */
class RowList implements OutboxStore {
  readonly kept: Kept;
  #rows: readonly OutboxRow[];
  readonly #write: (rows: readonly OutboxRow[]) => void;

  constructor(kept: Kept, rows: readonly OutboxRow[], write: (rows: readonly OutboxRow[]) => void) {
    this.kept = kept;
    this.#rows = rows;
    this.#write = write;
  }

  add(row: OutboxRow): Promise<void> {
    return this.#become([...this.#rows, row]);
  }

  rows(target?: Target): Promise<OutboxRow[]> {
    return Promise.resolve(this.#rows.filter((row) => target === undefined || row.target === target));
  }

  async update(id: string, change: (row: OutboxRow) => OutboxRow | null): Promise<OutboxRow | null> {
    const index = this.#rows.findIndex((row) => row.id === id);
    const row = this.#rows[index];
    if (row === undefined) return null;
    const changed = change(row);
    await this.#become(this.#rows.toSpliced(index, 1, ...(changed === null ? [] : [changed])));
    return changed;
  }

  replace(id: string, row: OutboxRow): Promise<void> {
    return this.#become([...this.#rows.filter((other) => other.id !== id), row]);
  }

  close(): void {
    // Nothing is held open.
  }

  /** Memory counts at once, whether or not it could be written: a full storage must not stop a message. */
  #become(rows: readonly OutboxRow[]): Promise<void> {
    this.#rows = rows;
    try {
      this.#write(rows);
      return Promise.resolve();
    } catch (cause) {
      return Promise.reject(new Error('the outbox could not be written', { cause }));
    }
  }
}
