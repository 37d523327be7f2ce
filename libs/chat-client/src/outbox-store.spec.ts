import 'fake-indexeddb/auto';
import { expect, it } from '@jest/globals';
import { openIndexedDbStore, openOutbox } from './outbox-indexeddb.ts';
import { memoryStore, sessionStorageStore } from './outbox-memory.ts';
import { outboxStoreContract } from './outbox-store.contract.ts';
import { composed } from './outbox-rows.ts';
import type { OutboxStore } from './outbox-store.ts';

const present = (store: OutboxStore | null): Promise<OutboxStore> =>
  store === null ? Promise.reject(new Error('no store')) : Promise.resolve(store);

outboxStoreContract(
  'the store in memory',
  () => present(memoryStore()),
  () => present(memoryStore()),
);

class FakeStorage {
  readonly items = new Map<string, string>();
  full = false;
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => {
    if (this.full) throw new Error('QuotaExceededError');
    this.items.set(key, value);
  };
}
let storage = new FakeStorage();
outboxStoreContract(
  'the store in sessionStorage',
  () => present(sessionStorageStore('p', (storage = new FakeStorage()))),
  () => present(sessionStorageStore('p', storage)),
);

let opened = 0;
outboxStoreContract(
  'the store in IndexedDB',
  () => openIndexedDbStore(`person-${String(++opened)}`),
  (before) => {
    before.close();
    return openIndexedDbStore(`person-${String(opened)}`);
  },
);

it('C-STORE-4 where a page can store nothing, the outbox says so', async () => {
  const denied = {
    getItem: () => null,
    setItem: () => {
      throw new Error('SecurityError');
    },
  };
  expect(sessionStorageStore('p', denied)).toBeNull();
  const { indexedDB } = globalThis;
  Object.defineProperty(globalThis, 'indexedDB', { value: undefined, configurable: true });
  try {
    expect((await openOutbox('p')).kept).toBe('no');
  } finally {
    Object.defineProperty(globalThis, 'indexedDB', { value: indexedDB, configurable: true });
  }
  expect((await openOutbox('p')).kept).toBe('device');
});

it('C-STORE-4 a storage that is full still holds rows for this page load, and says that it failed', async () => {
  const full = new FakeStorage();
  const store = await present(sessionStorageStore('p', full));
  full.full = true;
  await expect(store.add(composed('a', 's1', 'PostMessage', {}, 1))).rejects.toThrow('could not be written');
  expect(await store.rows()).toHaveLength(1);
});
