import { describe, expect, it } from '@jest/globals';
import { composed } from './outbox-rows.ts';
import type { OutboxRow, OutboxStore } from './outbox-store.ts';

const row = (id: string, target = 's1'): OutboxRow => composed(id, target, 'PostMessage', { text: id }, 1_000);
const ids = (rows: readonly OutboxRow[]): string[] => rows.map(({ id }) => id);

/**
 * What every outbox store does.
 * @param open makes an empty store
 * @param reopen opens the same place again, as a reload of the page does
 */
export function outboxStoreContract(
  name: string,
  open: () => Promise<OutboxStore>,
  reopen: (before: OutboxStore) => Promise<OutboxStore>,
): void {
  describe(name, () => {
    it('C-STORE-1 gives rows back in the order of adding, all or of one target', async () => {
      const store = await open();
      for (const [id, target] of [
        ['b', 's1'],
        ['a', 's2'],
        ['c', 's1'],
      ] as const)
        await store.add(row(id, target));
      expect(ids(await store.rows())).toEqual(['b', 'a', 'c']);
      expect(await store.rows('s1')).toEqual([row('b'), row('c')]);
      expect(await store.rows('elsewhere')).toEqual([]);
    });

    it('C-STORE-2 changes and removes a row by its id, and nothing without one', async () => {
      const store = await open();
      for (const id of ['a', 'b', 'c']) await store.add(row(id));
      const refused = await store.update('b', (before) => ({ ...before, state: 'refused', reason: 'closed' }));
      expect(refused).toEqual({ ...row('b'), state: 'refused', reason: 'closed' });
      expect(await store.update('a', () => null)).toBeNull();
      expect(await store.update('a', (before) => before)).toBeNull();
      expect(await store.rows()).toEqual([refused, row('c')]);
    });

    it('C-STORE-2 two changes at once are one after the other', async () => {
      const store = await open();
      await store.add(row('a'));
      const count = (before: OutboxRow): OutboxRow => ({ ...before, at: before.at + 1 });
      await Promise.all(Array.from({ length: 20 }, () => store.update('a', count)));
      expect((await store.rows())[0]?.at).toBe(1_020);
    });

    it('C-STORE-3 puts a replacement at the end, also where there was nothing to replace', async () => {
      const store = await open();
      for (const id of ['a', 'b']) await store.add(row(id));
      await store.replace('a', row('c'));
      await store.replace('gone', row('d'));
      expect(ids(await store.rows())).toEqual(['b', 'c', 'd']);
    });

    it('C-STORE-4 keeps rows as long as it says', async () => {
      const store = await open();
      for (const id of ['a', 'b']) await store.add(row(id));
      const again = await reopen(store);
      expect(ids(await again.rows())).toEqual(store.kept === 'no' ? [] : ['a', 'b']);
      await again.add(row('c'));
      expect(ids(await again.rows()).at(-1)).toBe('c');
    });
  });
}
