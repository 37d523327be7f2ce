import { expect, test } from '@jest/globals';
import { eventually } from '@holdfast/testing';
import { LateAcks } from './late-acks.ts';

const rig = (covers: 'each' | 'all-before') => {
  const acks = new LateAcks(covers);
  const sent: number[] = [];
  const take = (...numbers: number[]): void => {
    for (const n of numbers) acks.ack({ ack: () => void sent.push(n) });
  };
  return { acks, sent, take };
};

test('J-SETTLE-5 acknowledgements go out together after a moment, each once', async () => {
  const { acks, sent, take } = rig('each');
  take(1, 2, 3);
  expect(sent).toEqual([]);
  await eventually(() => sent.length > 0);
  expect(sent).toEqual([1, 2, 3]);
  take(4);
  acks.flush();
  acks.flush();
  expect(sent).toEqual([1, 2, 3, 4]);
});

test('J-SETTLE-5 where one covers those before it, only the last goes out', () => {
  const { acks, sent, take } = rig('all-before');
  take(1, 2, 3);
  acks.flush();
  take(4);
  acks.flush();
  expect(sent).toEqual([3, 4]);
});

test('J-SETTLE-5 a closed connection is no failure: what was held back comes again', () => {
  const { acks, sent, take } = rig('each');
  acks.ack({
    ack: () => {
      throw new Error('closed');
    },
  });
  expect(() => acks.flush()).not.toThrow();
  take(1);
  acks.flush();
  expect(sent).toEqual([1]);
});
