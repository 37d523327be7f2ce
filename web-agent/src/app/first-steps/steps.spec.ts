import { expect, test } from '@jest/globals';
import { stepsOf } from './steps.ts';

test('CN-FIRST-1 a new workspace shows what is left to do, each step as it is, until the first message', () => {
  const fresh = { sites: [], agents: 1, replies: 0, chats: 0 };
  expect(stepsOf(fresh)?.map(({ key, done }) => `${key}: ${String(done)}`)).toEqual([
    'site: false',
    'colleague: false',
    'reply: false',
    'message: false',
  ]);
  const begun = stepsOf({ sites: [{ siteId: 'shop' }], agents: 2, replies: 1, chats: 0 });
  expect(begun?.filter(({ done }) => done)).toHaveLength(3);
  expect(begun?.[0]?.path).toBe('/admin/sites/shop');
  expect(stepsOf({ ...fresh, chats: 1 })).toBeNull();
});
