import { expect, test } from '@jest/globals';
import { checkLaw, deferred, type Deferred } from '@holdfast/testing';
import fc from 'fast-check';
import { FairQueue } from './fair-queue.ts';

type Item = { readonly lane: string; readonly n: number };

/** A queue whose tasks end when told to. */
function queueing(total: number, perLane: number) {
  const running = new Map<Item, Deferred<undefined>>();
  const started: Item[] = [];
  const queue = new FairQueue<Item>({ total, perLane }, async (item) => {
    started.push(item);
    const end = deferred<undefined>();
    running.set(item, end);
    await end.promise;
    running.delete(item);
  });
  return { queue, running, started };
}
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
};

test('J-FAIR-3 limits hold, nothing idles that could run, nothing is lost or started twice, each lane keeps its order', async () => {
  const steps = fc.array(fc.oneof(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat({ max: 9 })), { maxLength: 80 });
  const law = fc.asyncProperty(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 3 }),
    steps,
    async (total, perLane, all) => {
      const { queue, running, started } = queueing(total, perLane);
      const pushed: Item[] = [];
      const check = (): void => {
        const inLane = (lane: string): number => [...running.keys()].filter((item) => item.lane === lane).length;
        expect(running.size).toBeLessThanOrEqual(total);
        for (const lane of 'abcd') {
          expect(inLane(lane)).toBeLessThanOrEqual(perLane);
          if (queue.waitingIn(lane) > 0) expect(running.size === total || inLane(lane) === perLane).toBe(true);
        }
        expect(queue.running).toBe(running.size);
        expect(queue.waiting).toBe(pushed.length - started.length);
      };
      for (const [n, step] of all.entries()) {
        if (typeof step === 'string') {
          const item = { lane: step, n };
          pushed.push(item);
          queue.push(step, item);
        } else {
          [...running.values()][step % Math.max(1, running.size)]?.resolve(undefined);
        }
        await settled();
        check();
      }
      while (running.size > 0) {
        for (const end of running.values()) end.resolve(undefined);
        await settled();
      }
      await queue.idle();
      for (const lane of 'abcd')
        expect(started.filter((item) => item.lane === lane)).toEqual(pushed.filter((item) => item.lane === lane));
    },
  );
  await checkLaw(import.meta.url, 'fair queue', law, { runs: 200 });
});

test('J-FAIR-4 lanes are served in turn', async () => {
  const { queue, running, started } = queueing(1, 1);
  for (const lane of ['a', 'a', 'a', 'a', 'b', 'b', 'c']) queue.push(lane, { lane, n: 0 });
  while (running.size > 0) {
    for (const end of running.values()) end.resolve(undefined);
    await settled();
  }
  expect(started.map(({ lane }) => lane).join('')).toBe('abcabaa');
});

test('J-FAIR-5 what has not been started can be taken out', async () => {
  const { queue, running } = queueing(1, 1);
  for (const n of [1, 2, 3]) queue.push('a', { lane: 'a', n });
  expect(queue.clear().map(({ n }) => n)).toEqual([2, 3]);
  expect(queue.waiting).toBe(0);
  for (const end of running.values()) end.resolve(undefined);
  await queue.idle();
});
