import { expect, test } from '@jest/globals';
import { given } from './scenario.ts';
import { add, mira, tally } from './tally.harness.ts';

const added = (amount: number) => ({ type: 'Added' as const, data: { amount } });

test('E-GIVEN-1 a scenario tells what a command leads to after events and commands', () => {
  given(tally)
    .events(mira, added(60))
    .commands(mira, add('a', 30))
    .when(add('b', 4, 5), mira)
    .then([added(4), added(5)]);
  given(tally)
    .events(mira, added(99))
    .when(add('b', 2), mira)
    .then({ refused: 'too-much', detail: { sum: 101 } });
  expect(given(tally).events(mira, added(2), added(3)).folded).toMatchObject({ state: { sum: 5 }, v: 2, w: 1 });
});

test('E-GIVEN-2 a command that was settled leads to nothing', () => {
  given(tally).commands(mira, add('a', 30)).when(add('a', 30), mira).then([]);
});

test('E-GIVEN-3 a wrong expectation fails the spec', () => {
  const scenario = given(tally).events(mira, added(60));
  expect(() => scenario.when(add('a', 1), mira).then([added(2)])).toThrow();
  expect(() => scenario.when(add('a', 1), mira).then({ refused: 'too-much' })).toThrow();
  expect(() => scenario.when(add('a', 90), mira).then([])).toThrow(/too-much/);
  expect(() => scenario.when(add('a', 90), mira).then({ refused: 'another reason' })).toThrow();
  expect(() => scenario.commands(mira, add('a', 90))).toThrow(/refused/);
});
