import { describe, expect, test } from '@jest/globals';
import type { Revocation } from '@holdfast/contracts';
import { eventually } from '@holdfast/testing';
import { Announcer } from './announcer.ts';

/** Notices in memory, and gateways that hear them or do not. */
function bench(): {
  noted: Map<string, Revocation>;
  told: Revocation[];
  failures: number;
  deaf: boolean;
  announcer: () => Announcer;
} {
  const state = {
    noted: new Map<string, Revocation>(),
    told: [] as Revocation[],
    failures: 0,
    deaf: false,
    announcer: () =>
      new Announcer({
        pending: () => Promise.resolve([...state.noted].map(([id, revocation]) => ({ id, revocation }))),
        tell: (revocations) => {
          if (state.deaf) return Promise.reject(new Error('no broker'));
          state.told.push(...revocations);
          return Promise.resolve();
        },
        remove: (ids) => {
          for (const id of ids) state.noted.delete(id);
          return Promise.resolve();
        },
        failed: () => {
          state.failures += 1;
        },
        retryAfterMs: 5,
      }),
  };
  return state;
}
const one = { workspace: 'demo', agentId: 'ada', family: 'f1' };

describe('telling the gateways', () => {
  test('W-REVOKE-2 what is noted is told once and forgotten', async () => {
    const state = bench();
    state.noted.set('1', one).set('2', { workspace: 'demo', agentId: 'bo' });
    const announcer = state.announcer();
    await Promise.all([announcer.announce(), announcer.announce()]);
    await announcer.announce();
    expect(state.told).toEqual([one, { workspace: 'demo', agentId: 'bo' }]);
    expect(state.noted.size).toBe(0);
  });

  test('W-REVOKE-2 what cannot be told stays noted and is told later', async () => {
    const state = bench();
    state.deaf = true;
    state.noted.set('1', one);
    const announcer = state.announcer();
    await announcer.announce();
    expect(state.noted.size).toBe(1);
    await eventually(() => state.failures > 1);
    state.deaf = false;
    await eventually(() => state.told.length === 1);
    await announcer.stop();
  });

  test('W-REVOKE-2 after a crash the next start tells it', async () => {
    const state = bench();
    state.deaf = true;
    state.noted.set('1', one);
    const before = state.announcer();
    await before.announce();
    await before.stop();
    state.deaf = false;
    await state.announcer().announce();
    expect(state.told).toEqual([one]);
  });
});
