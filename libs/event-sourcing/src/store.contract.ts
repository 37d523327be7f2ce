import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { AggregateRef, Commit } from '@holdfast/contracts';
import type { EventStore } from './event-store.ts';

const id = (): string => randomUUID().slice(0, 13);
const aggregate = (): AggregateRef => ({ workspace: `w-${id()}`, kind: 'session', id: `s-${id()}` });
const commit = (v: number, text = 'hello'): Commit => ({
  id: id(),
  at: '2026-01-01T00:00:00.000Z',
  actor: { kind: 'visitor', id: 'mira' },
  causationId: id(),
  correlationId: id(),
  v,
  w: v,
  outcomes: [{ commandId: `c-${String(v)}`, kind: 'stored' }],
  events: [
    {
      id: `c-${String(v)}/0`,
      type: 'MessagePosted',
      ver: 1,
      v,
      w: v,
      data: { text, visibility: 'public' },
    },
  ],
});

/** What every event store must do. `open` is called once; aggregates are random, so a store may be used by others meanwhile. */
export function eventStoreContract(name: string, open: () => Promise<EventStore>): void {
  describe(`${name} as an event store`, () => {
    let store: EventStore;
    beforeAll(async () => {
      store = await open();
    });

    test('E-STORE-1 an aggregate without commits reads as empty', async () => {
      expect(await store.read(aggregate(), 0)).toEqual([]);
    });

    test('E-STORE-2 commits are read back as they were appended, in order, at rising sequences', async () => {
      const ref = aggregate();
      const commits = [commit(1), commit(2, 'Grüße, 你好 👋\u2028'), commit(3)];
      let last = 0;
      const sequences: number[] = [];
      for (const each of commits) {
        const appended = await store.append(ref, each, last);
        if (appended.kind !== 'appended') throw new Error('conflict');
        expect(appended.sequence).toBeGreaterThan(last);
        last = appended.sequence;
        sequences.push(last);
      }
      const read = await store.read(ref, 0);
      expect(read.map((stored) => stored.commit)).toEqual(commits);
      expect(read.map((stored) => stored.sequence)).toEqual(sequences);
      expect((await store.read(ref, sequences[0]!)).map((stored) => stored.sequence)).toEqual(sequences.slice(1));
      expect(await store.read(ref, last)).toEqual([]);
    });

    test('E-STORE-3 an append on an outdated or invented expectation is a conflict and leaves no trace', async () => {
      const ref = aggregate();
      expect(await store.append(ref, commit(1), 7)).toEqual({ kind: 'conflict' });
      const first = await store.append(ref, commit(1), 0);
      expect(first.kind).toBe('appended');
      expect(await store.append(ref, commit(2), 0)).toEqual({ kind: 'conflict' });
      expect(await store.read(ref, 0)).toHaveLength(1);
    });

    test('E-STORE-4 of writers that race for one place exactly one wins', async () => {
      const ref = aggregate();
      const racers = await Promise.all(Array.from({ length: 20 }, () => store.append(ref, commit(1), 0)));
      expect(racers.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
      expect(await store.read(ref, 0)).toHaveLength(1);
    });

    test('E-STORE-5 aggregates do not disturb each other, however many are appended to at once', async () => {
      const refs = Array.from({ length: 200 }, aggregate);
      const appended = await Promise.all(refs.map((ref) => store.append(ref, commit(1), 0)));
      expect(appended.every(({ kind }) => kind === 'appended')).toBe(true);
      const sequences = appended.map((each) => (each.kind === 'appended' ? each.sequence : 0));
      expect(new Set(sequences).size).toBe(refs.length);
      const read = await Promise.all(refs.map((ref) => store.read(ref, 0)));
      expect(read.map((commits) => commits.map(({ sequence }) => sequence))).toEqual(
        sequences.map((sequence) => [sequence]),
      );
    });

    test('E-STORE-6 a long aggregate is read whole', async () => {
      const ref = aggregate();
      let last = 0;
      for (let v = 1; v <= 1_500; v++) {
        const appended = await store.append(ref, commit(v), last);
        if (appended.kind !== 'appended') throw new Error('conflict');
        last = appended.sequence;
      }
      const read = await store.read(ref, 0);
      expect(read.map((stored) => stored.commit.v)).toEqual(Array.from({ length: 1_500 }, (_, n) => n + 1));
    });
  });
}
