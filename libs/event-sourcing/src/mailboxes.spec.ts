import { expect, test } from '@jest/globals';
import { deferred } from '@holdfast/testing';
import { LruCache } from './lru-cache.ts';
import { Mailboxes } from './mailboxes.ts';

test('E-MAILBOX-1 a task that fails fails for its caller only; the next one of its key runs', async () => {
  const boxes = new Mailboxes();
  const first = boxes.run('k', () => Promise.reject(new Error('mine')));
  const second = boxes.run('k', () => Promise.resolve(2));
  await expect(first).rejects.toThrow('mine');
  await expect(second).resolves.toBe(2);
});

test('E-MAILBOX-2 tasks of one key never overlap', async () => {
  const boxes = new Mailboxes();
  const gate = deferred<undefined>();
  const order: string[] = [];
  const first = boxes.run('k', async () => {
    order.push('first begins');
    await gate.promise;
    order.push('first ends');
  });
  const second = boxes.run('k', () => {
    order.push('second begins');
    return Promise.resolve();
  });
  gate.resolve(undefined);
  await Promise.all([first, second]);
  expect(order).toEqual(['first begins', 'first ends', 'second begins']);
});

test('E-MAILBOX-3 idle waits for tasks that come while it waits', async () => {
  const boxes = new Mailboxes();
  let late = false;
  void boxes.run('a', async () => {
    await Promise.resolve();
    void boxes.run('b', () => {
      late = true;
      return Promise.resolve();
    });
  });
  await boxes.idle();
  expect(late).toBe(true);
});

test('E-CACHE-1 the cache keeps its limit, and what was used last', () => {
  const cache = new LruCache<number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  expect(cache.get('a')).toBe(1);
  cache.set('c', 3);
  expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2]);
});
