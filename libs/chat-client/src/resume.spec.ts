import { describe, expect, it } from '@jest/globals';
import { message, opened, visitor } from './fake-gateway.harness.ts';
import { asked, type Following, onEvents, onSync } from './resume.ts';

const asking = (n: number): Following => ({ phase: 'asking', n });
const live = (n: number): Following => ({ phase: 'live', n });
const m = (n: number) => message(n, visitor, `m${String(n)}`);

describe('following a session', () => {
  it('C-SYNC-1 none proves what is held; another number is a hole', () => {
    expect(onSync(asking(3), { mode: 'none', n: 3, events: [], older: false })).toEqual({
      following: live(3),
      change: { kind: 'none' },
    });
    const step = onSync(asking(3), { mode: 'none', n: 0, events: [], older: false });
    expect(step.following).toEqual(asking(0));
    expect(step.change.kind).toBe('hole');
  });

  it('C-SYNC-2 a tail extends; one that does not follow, or ends elsewhere, is asked for from nothing', () => {
    const good = onSync(asking(2), { mode: 'tail', n: 4, events: [m(3), m(4)], older: false });
    expect(good).toEqual({ following: live(4), change: { kind: 'extend', events: [m(3), m(4)] } });
    for (const [n, events] of [
      [5, [m(4), m(5)]],
      [5, [m(3), m(4)]],
      [4, []],
      [5, [m(3), m(5)]],
    ] as const) {
      const bad = onSync(asking(2), { mode: 'tail', n, events: [...events], older: false });
      expect(bad.following).toEqual(asking(0));
      expect(bad.change).toMatchObject({ kind: 'hole', events: [] });
    }
  });

  it('C-SYNC-2 a tail from nothing on is the whole session, and replaces what is shown', () => {
    expect(onSync(asking(0), { mode: 'tail', n: 2, events: [opened(), m(2)], older: false })).toEqual({
      following: live(2),
      change: { kind: 'replace', events: [opened(), m(2)], older: false },
    });
  });

  it('C-SYNC-3 a snapshot replaces', () => {
    expect(onSync(asking(9), { mode: 'snapshot', n: 2, events: [opened(), m(2)], older: true })).toEqual({
      following: live(2),
      change: { kind: 'replace', events: [opened(), m(2)], older: true },
    });
  });

  it('C-SYNC-4 live events are taken in order and once; a left-out number is a hole', () => {
    expect(onEvents(live(2), [m(2), m(3), m(4)])).toEqual({
      following: live(4),
      change: { kind: 'extend', events: [m(3), m(4)] },
    });
    expect(onEvents(live(4), [m(3), m(4)])).toEqual({ following: live(4), change: { kind: 'none' } });
    expect(onEvents(live(2), [m(3), m(5)])).toEqual({
      following: asking(3),
      change: { kind: 'hole', expected: 4, got: 5, events: [m(3)] },
    });
    expect(onEvents(asking(2), [m(3)])).toEqual({ following: asking(2), change: { kind: 'none' } });
  });

  it('C-SYNC-5 frozen changes nothing, until a later sync', () => {
    const frozen = onSync(asking(7), { mode: 'frozen', n: 3, events: [], older: false });
    expect(frozen).toEqual({ following: { phase: 'frozen', n: 7 }, change: { kind: 'frozen' } });
    expect(onEvents(frozen.following, [m(8)]).change).toEqual({ kind: 'none' });
    expect(onSync(asked(frozen.following, true), { mode: 'none', n: 7, events: [], older: false }).following).toEqual(
      live(7),
    );
  });

  it('C-SYNC-6 in another epoch numbers count for nothing', () => {
    expect(asked(live(7), true)).toEqual(asking(7));
    expect(asked(live(7), false)).toEqual(asking(0));
  });

  it('C-SYNC-7 a session that does not exist is followed from nothing on', () => {
    const step = onSync(asking(0), { mode: 'none', n: 0, events: [], older: false });
    expect(step).toEqual({ following: live(0), change: { kind: 'replace', events: [], older: false } });
    expect(onEvents(step.following, [opened()]).following).toEqual(live(1));
  });
});
