import { expect, test } from '@jest/globals';
import { type AnyEvent, type Commit, type RecordedEvent } from '@holdfast/contracts';
import { BrokenLog } from './errors.ts';
import { fold, type Folded, unfolded } from './fold.ts';
import { mira, type Tally, tally } from './tally.harness.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const commit = (v: number, w: number, events: AnyEvent[], second = v, settles = `c${v}`): Commit => ({
  id: `commit-${v}`,
  at: at(second),
  actor: mira,
  causationId: 'r',
  correlationId: 'k',
  v,
  w,
  outcomes: [{ commandId: settles, kind: 'stored' }],
  events: events.map((event, n): RecordedEvent => ({
    id: `c${v}/${n}`,
    ver: 1,
    v: v - events.length + n + 1,
    w,
    ...event,
  })),
});
const added = (amount: number): AnyEvent => ({ type: 'Added', data: { amount } });
const folded = (...commits: Commit[]): Folded<Tally> =>
  commits.reduce((before, each, n) => fold(tally, before, { commit: each, sequence: n + 1 }), unfolded(tally));

test('E-FOLD-1 known events make the state; unknown ones are reported, counted and skipped', () => {
  const unknown: string[] = [];
  const first = commit(3, 1, [added(2), { type: 'Blessed', data: {} }, added(5)]);
  const result = fold(tally, unfolded(tally), { commit: first, sequence: 9 }, ({ type }, sequence) =>
    unknown.push(`${type}@${sequence}`),
  );
  expect(result).toMatchObject({ state: { sum: 7 }, v: 3, w: 1, sequence: 9 });
  expect(unknown).toEqual(['Blessed@9']);
});

test('E-FOLD-2 numbers that do not follow are a broken log', () => {
  expect(() => folded(commit(1, 0, [added(1)]), commit(3, 0, [added(1)]))).toThrow(BrokenLog);
  expect(() => folded(commit(1, 0, [added(1)]), commit(1, 0, [added(1)]))).toThrow(BrokenLog);
  const crooked = commit(2, 0, [added(1), added(1)]);
  crooked.events.reverse();
  expect(() => folded(crooked)).toThrow(BrokenLog);
});

test('E-FOLD-3 the first commit may begin anywhere: of an erased aggregate only the last one is left', () => {
  expect(folded(commit(41, 17, [{ type: 'Sealed', data: {} }]))).toMatchObject({
    v: 41,
    w: 17,
    state: { sealed: true },
  });
});

test('E-FOLD-4 settled ids are remembered for ever, or as long as the decider says, by commit time', () => {
  const commits = [commit(1, 0, [added(1)], 0), commit(2, 0, [added(1)], 30), commit(3, 0, [added(1)], 61)];
  expect([...folded(...commits).settled.keys()]).toEqual(['c1', 'c2', 'c3']);
  const forgetful = { ...tally, rememberFor: 60_000 };
  const result = commits.reduce(
    (before, each, n) => fold(forgetful, before, { commit: each, sequence: n + 1 }),
    unfolded(forgetful),
  );
  expect([...result.settled.keys()]).toEqual(['c2', 'c3']);
  expect(result.settled.has('c1')).toBe(false);
  expect(result.settled.size).toBe(2);
});

test('E-FOLD-5 folding changes no earlier result', () => {
  const one = folded(commit(1, 0, [added(1)]));
  const left = fold(tally, one, { commit: commit(2, 0, [added(1)], 2, 'left'), sequence: 2 });
  const right = fold(tally, one, { commit: commit(2, 0, [added(9)], 2, 'right'), sequence: 2 });
  expect([...one.settled.keys()]).toEqual(['c1']);
  expect([...left.settled.keys()]).toEqual(['c1', 'left']);
  expect([...right.settled.keys()]).toEqual(['c1', 'right']);
  expect([one.state.sum, left.state.sum, right.state.sum]).toEqual([1, 2, 10]);
});
