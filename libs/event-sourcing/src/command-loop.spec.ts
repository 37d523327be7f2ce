import { expect, test } from '@jest/globals';
import { type AggregateRef } from '@holdfast/contracts';
import { deferred } from '@holdfast/testing';
import { CommandLoop } from './command-loop.ts';
import { TooContended } from './errors.ts';
import { FaultyStore, type Fault } from './faulty-store.harness.ts';
import { InMemoryEventStore } from './in-memory-event-store.ts';
import { add, request, seal, tally, withdraw } from './tally.harness.ts';

const ref = (id = 's'): AggregateRef => ({ workspace: 'w', kind: 'session', id });
let commits = 0;
const newId = (): string => `commit-${(commits += 1)}`;
function looping({ real = new InMemoryEventStore(), faults = [] as readonly Fault[], cacheLimit = 100 } = {}) {
  const store = new FaultyStore(real, faults);
  return { real, store, loop: new CommandLoop({ decider: tally, store, cacheLimit, newId }) };
}

test('E-LOOP-1 requests of one aggregate are handled one after the other, in the order they came', async () => {
  const { loop, real } = looping();
  await Promise.all(['a', 'b', 'c'].map((id) => loop.handle(ref(), request(add(id, 1)))));
  expect(real.commits(ref()).map(({ commit }) => commit.events[0]?.id)).toEqual(['a/0', 'b/0', 'c/0']);
  expect((await loop.state(ref())).state.sum).toBe(3);
});

test('E-LOOP-2 an aggregate whose append hangs does not hold up another', async () => {
  const { real } = looping();
  const gate = deferred<undefined>();
  const slow = new InMemoryEventStore();
  const loop = new CommandLoop({
    decider: tally,
    newId,
    store: {
      read: (to, after) => real.read(to, after),
      append: async (to, commit, expected) => {
        if (to.id === 'stuck') await gate.promise;
        return slow.append(to, commit, expected);
      },
    },
  });
  const stuck = loop.handle(ref('stuck'), request(add('a', 1)));
  expect((await loop.handle(ref('free'), request(add('b', 1)))).recorded).toHaveLength(1);
  gate.resolve(undefined);
  expect((await stuck).recorded).toHaveLength(1);
});

test('E-LOOP-3 after a conflict what the log has more is read, and the request decided again', async () => {
  const real = new InMemoryEventStore();
  const one = looping({ real });
  const other = looping({ real });
  for (const id of ['a', 'a2', 'a3']) await one.loop.handle(ref(), request(add(id, 20)));
  await other.loop.handle(ref(), request(add('b', 30)));
  // `one` has not seen b, by which this is too much.
  const { recorded } = await one.loop.handle(ref(), request(add('c', 20)));
  expect(recorded).toEqual([{ commandId: 'c', kind: 'refused', reason: 'too-much', detail: { sum: 110 } }]);
  // Its own last one, which proves that the log still has it, and the other's.
  expect(one.store.commitsRead).toBe(2);
});

test.each([
  ['after a lost race', (loop: ReturnType<typeof looping>['loop']) => loop.handle(ref(), request(add('d', 1)))],
  ['for its state', (loop: ReturnType<typeof looping>['loop']) => loop.state(ref())],
])('E-LOOP-11 what was folded is given up where the log no longer has it: %s', async (_, ask) => {
  const real = new InMemoryEventStore();
  const one = looping({ real });
  const other = looping({ real });
  await one.loop.handle(ref(), request(add('a', 20)));
  await other.loop.handle(ref(), request(add('b', 30)));
  await other.loop.handle(ref(), request(seal('c')));
  const last = real.commits(ref()).at(-1)?.sequence ?? 0;
  real.drop(ref(), (sequence) => sequence < last);
  await ask(one.loop);
  expect((await one.loop.state(ref())).state).toEqual({ sum: 0, sealed: true });
  expect((await one.loop.handle(ref(), request(add('e', 1)))).recorded).toMatchObject([{ reason: 'sealed' }]);
});

test('E-LOOP-11 nor does it decide on a tail that the log has lost', async () => {
  const real = new InMemoryEventStore();
  const one = looping({ real });
  await one.loop.handle(ref(), request(add('a', 20)));
  await one.loop.handle(ref(), request(add('b', 30)));
  const first = real.commits(ref())[0]?.sequence ?? 0;
  real.drop(ref(), (sequence) => sequence > first);
  await looping({ real }).loop.handle(ref(), request(add('c', 60)));
  await one.loop.handle(ref(), request(add('d', 10)));
  expect((await one.loop.state(ref())).state.sum).toBe(90);
});

test('E-LOOP-4 the outcome is the log’s: an append that met its own earlier self is answered as known', async () => {
  const { loop, real } = looping({ faults: ['repeated'] });
  const { recorded, known } = await loop.handle(ref(), request(add('a', 1)));
  expect(recorded).toEqual([]);
  expect(known).toEqual([{ commandId: 'a', kind: 'stored' }]);
  expect(real.commits(ref())).toHaveLength(1);
});

test('E-LOOP-5 after an error nothing is taken for granted: the next request begins with a read', async () => {
  const { loop, real } = looping({ faults: ['lost-answer', 'none', 'unreachable'] });
  await expect(loop.handle(ref(), request(add('a', 1)))).rejects.toMatchObject({ retryable: true });
  expect((await loop.handle(ref(), request(add('a', 1)))).known).toEqual([{ commandId: 'a', kind: 'stored' }]);
  await loop.handle(ref(), request(add('b', 1)));
  await expect(loop.handle(ref(), request(add('c', 1)))).rejects.toMatchObject({ retryable: true });
  expect((await loop.handle(ref(), request(add('c', 1)))).recorded).toEqual([{ commandId: 'c', kind: 'stored' }]);
  expect(real.commits(ref())).toHaveLength(3);
});

test('E-LOOP-6 a request that always comes second fails after a bounded number of attempts, and may be tried again', async () => {
  const real = new InMemoryEventStore();
  let appends = 0;
  const loop = new CommandLoop({
    decider: tally,
    newId,
    store: {
      read: (to, after) => real.read(to, after),
      append: () => {
        appends += 1;
        return Promise.resolve({ kind: 'conflict' });
      },
    },
  });
  const failure = loop.handle(ref(), request(add('a', 1)));
  await expect(failure).rejects.toThrow(TooContended);
  await expect(failure).rejects.toMatchObject({ retryable: true });
  expect(appends).toBe(20);
});

test('E-LOOP-7 aggregates in the cache are not read again; beyond its limit the one used least recently is', async () => {
  const { loop, store } = looping({ cacheLimit: 2 });
  for (const id of ['x', 'y', 'x', 'y']) await loop.handle(ref(id), request(add(`${id}${store.reads}`, 1)));
  expect(store.reads).toBe(2);
  await loop.handle(ref('z'), request(add('z', 1)));
  await loop.handle(ref('y'), request(add('y', 1)));
  expect(store.reads).toBe(3);
  await loop.handle(ref('x'), request(add('x', 1)));
  expect(store.reads).toBe(4);
});

test('E-LOOP-10 an aggregate that rests is folded anew for each request, and kept again once it does not', async () => {
  const { loop, store } = looping();
  await loop.handle(ref(), request(add('a', 60)));
  expect(store.reads).toBe(1);
  await loop.handle(ref(), request(add('b', 40)));
  const { known } = await loop.handle(ref(), request(add('b', 40)));
  expect(known).toEqual([{ commandId: 'b', kind: 'stored' }]);
  expect(store.reads).toBe(2);
  await loop.handle(ref(), request(add('c', -10)));
  expect(store.reads).toBe(3);
  await loop.handle(ref(), request(add('d', 1)));
  expect(store.reads).toBe(3);
});

test('E-LOOP-8 draining waits for everything that was handed in', async () => {
  const { loop, real } = looping();
  for (let n = 0; n < 5; n++) void loop.handle(ref(`s${n % 2}`), request(add(`c${n}`, 1)));
  await loop.drain();
  expect(real.commits(ref('s0')).length + real.commits(ref('s1')).length).toBe(5);
});

test('E-LOOP-9 the state asked for is the log’s, not the cache’s', async () => {
  const real = new InMemoryEventStore();
  const one = looping({ real });
  const other = looping({ real });
  await one.loop.handle(ref(), request(add('a', 1)));
  await other.loop.handle(ref(), request(add('b', 2)));
  expect(await one.loop.state(ref())).toMatchObject({ state: { sum: 3 }, v: 2 });
});

test('E-PARK-2 what cannot be decided or folded is refused for its sender to see, by a loop whose decider throws', async () => {
  const real = new InMemoryEventStore();
  await looping({ real }).loop.handle(ref(), request(add('a', 1)));
  const broken = { ...tally, decide: () => fail(), evolve: () => fail() };
  const loop = new CommandLoop({ decider: broken, store: real, newId });
  const asked = request(add('a', 1), add('b', 1), withdraw('x', 'c'));
  await expect(loop.handle(ref(), asked)).rejects.toThrow('defect');
  const { recorded, known } = await loop.refuse(ref(), asked, 'parked');
  expect(known).toEqual([{ commandId: 'a', kind: 'stored' }]);
  expect(recorded).toMatchObject([{ commandId: 'b', reason: 'parked' }, { commandId: 'c' }, { commandId: 'x' }]);
  expect(real.commits(ref()).at(-1)?.commit).toMatchObject({ v: 1, events: [] });
});

function fail(): never {
  throw new Error('defect');
}
