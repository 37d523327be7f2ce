import { expect, test } from '@jest/globals';
import { Presence } from './presence.ts';

const recorded = (pending: Promise<unknown> = Promise.resolve()) => {
  const done: string[] = [];
  const presence = new Presence(
    {
      renew: async (_, agent) => {
        await pending;
        done.push(`renew ${agent}`);
      },
      release: async (_, agent) => void done.push(`release ${agent}`),
    },
    () => undefined,
  );
  return { done, presence };
};

test('G-PRESENCE-1 the lease is taken at the first console, renewed, and released with the last', async () => {
  const { done, presence } = recorded();
  presence.arrived('acme', 'bert');
  await presence.settled();
  presence.renewAll();
  await presence.settled();
  presence.left('acme', 'bert');
  await presence.settled();
  presence.renewAll();
  await presence.settled();
  expect(done).toEqual(['renew bert', 'renew bert', 'release bert']);
});

test('G-PRESENCE-1 a release does not overtake a renewal that is under way', async () => {
  const slow = Promise.withResolvers<undefined>();
  const { done, presence } = recorded(slow.promise);
  presence.arrived('acme', 'bert');
  await new Promise((resolve) => setImmediate(resolve));
  presence.left('acme', 'bert');
  slow.resolve(undefined);
  await presence.settled();
  expect(done.at(-1)).toBe('release bert');
});
