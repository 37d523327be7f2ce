import { expect, test } from '@jest/globals';
import { AppendPace } from './append-pace.ts';

/** A server with these costs, told to the pace over and over. */
function paced(single: number, batch: number): AppendPace {
  const pace = new AppendPace(6);
  for (let n = 0; n < 500; n++) {
    pace.single(single * 4, 4);
    pace.batched(batch);
  }
  return pace;
}

test('J-PACE-1 a batch is made where it costs less than its messages would one by one', () => {
  expect([paced(0.4, 4).batch(8), paced(0.4, 4).batch(12)]).toEqual([false, true]);
  expect([paced(0.1, 5).batch(40), paced(0.1, 5).batch(60)]).toEqual([false, true]);
});

test('J-PACE-2 few messages are never a batch, however cheap one is', () => {
  expect(paced(10, 0.1).batch(5)).toBe(false);
});

test('J-PACE-3 one stall does not change the judgement, lasting slowness does', () => {
  const pace = paced(0.2, 4);
  pace.single(60, 8);
  expect(pace.batch(10)).toBe(false);
  for (let n = 0; n < 200; n++) pace.single(8, 8);
  expect(pace.batch(10)).toBe(true);
});

test('J-PACE-4 single appends are tried again after many batches in a row', () => {
  const pace = paced(0.4, 4);
  const choices = Array.from({ length: 130 }, () => pace.batch(50));
  expect(choices.filter((batch) => !batch)).toHaveLength(2);
});
