import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { memoryStore, sessionStorageStore } from './outbox-memory.ts';
import type { OutboxRow, OutboxStore, Target } from './outbox-store.ts';

interface Schema extends DBSchema {
  rows: {
    /** Given out by the database in the order of adding, over all tabs. */
    key: number;
    value: OutboxRow;
    indexes: { id: string; target: string };
  };
}

/**
 * Opens the outbox of one person on this origin, in IndexedDB; all tabs share it.
 * @param name tells people apart, e.g. workspace and agent, or site and visitor
 * @throws where the page may not use IndexedDB
 */
export async function openIndexedDbStore(name: string): Promise<OutboxStore> {
  const db = await openDB<Schema>(`holdfast:outbox:${name}`, 1, {
    upgrade(database) {
      const rows = database.createObjectStore('rows', { autoIncrement: true });
      rows.createIndex('id', 'id', { unique: true });
      rows.createIndex('target', 'target');
    },
    // A later version of the page wants to change the database: this tab must not hold it up.
    blocking() {
      db.close();
    },
  });
  return new IndexedDbStore(db);
}

/** The best place this page can keep an outbox in: IndexedDB, else `sessionStorage`, else memory. */
export async function openOutbox(name: string): Promise<OutboxStore> {
  try {
    return await openIndexedDbStore(name);
  } catch {
    return sessionStorageStore(name) ?? memoryStore();
  }
}

class IndexedDbStore implements OutboxStore {
  readonly kept = 'device';
  readonly #db: IDBPDatabase<Schema>;

  constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
  }

  async add(row: OutboxRow): Promise<void> {
    await this.#db.add('rows', row);
  }

  async rows(target?: Target): Promise<OutboxRow[]> {
    return target === undefined ? this.#db.getAll('rows') : this.#db.getAllFromIndex('rows', 'target', target);
  }

  async update(id: string, change: (row: OutboxRow) => OutboxRow | null): Promise<OutboxRow | null> {
    const transaction = this.#db.transaction('rows', 'readwrite');
    const cursor = await transaction.store.index('id').openCursor(id);
    let changed: OutboxRow | null = null;
    if (cursor !== null) {
      changed = change(cursor.value);
      await (changed === null ? cursor.delete() : cursor.update(changed));
    }
    await transaction.done;
    return changed;
  }

  async replace(id: string, row: OutboxRow): Promise<void> {
    const transaction = this.#db.transaction('rows', 'readwrite');
    const key = await transaction.store.index('id').getKey(id);
    if (key !== undefined) await transaction.store.delete(key);
    await transaction.store.add(row);
    await transaction.done;
  }

  close(): void {
    this.#db.close();
  }
}
