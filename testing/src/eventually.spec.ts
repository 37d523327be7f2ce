import { expect, test } from '@jest/globals';
import { deferred, eventually } from './index.ts';

test('returns the first answer that holds', async () => {
  let looks = 0;
  expect(await eventually(() => (++looks < 3 ? undefined : looks), { every: 1 })).toBe(3);
});

test('takes expectations, and fails with the last of them', async () => {
  let value = 0;
  await eventually(() => {
    expect(++value).toBe(2);
    return true;
  });
  await expect(eventually(() => expect(value).toBe(99), { within: 20 })).rejects.toThrow(/99/);
});

test('names the condition that never came true', async () => {
  await expect(eventually(() => false, { within: 10 })).rejects.toThrow(/still false after 10 ms/);
});

test('deferred settles by hand', async () => {
  const answer = deferred<number>();
  answer.resolve(4);
  expect(await answer.promise).toBe(4);
});
