import type { SessionFrameEvent, Sync } from '@holdfast/contracts';

/*
 * How one session is kept current over one connection after another. Pure; the states are drawn in SPEC.md.
 * `asking`: a cursor was sent and its `sync` has not come. `live`: every event is the next one. `frozen`: the log is behind us.
 */

export interface Following {
  readonly phase: 'asking' | 'live' | 'frozen';
  /** Number of the last event held; 0 for nothing. */
  readonly n: number;
}

/** What the session's state must undergo: `replace` starts over, `extend` goes on, `hole` wants a fresh `attach` from the number then held. */
export type Change =
  | { readonly kind: 'none' }
  | { readonly kind: 'extend'; readonly events: readonly SessionFrameEvent[] }
  | { readonly kind: 'replace'; readonly events: readonly SessionFrameEvent[]; readonly older: boolean }
  | {
      readonly kind: 'hole';
      readonly expected: number;
      readonly got: number;
      /** What came before the hole, and is good. */
      readonly events: readonly SessionFrameEvent[];
    }
  | { readonly kind: 'frozen' };

export interface Step {
  readonly following: Following;
  readonly change: Change;
}

const none: Change = { kind: 'none' };

/** A connection begins, or is lost: nothing is proven until the next `sync`. In another epoch nothing held counts. */
export const asked = (following: Following, sameEpoch: boolean): Following => ({
  phase: 'asking',
  n: sameEpoch ? following.n : 0,
});

/** The answer to a cursor. An answer that does not fit what is held is a hole: ask again from nothing. */
export function onSync(following: Following, sync: Pick<Sync, 'mode' | 'n' | 'events' | 'older'>): Step {
  switch (sync.mode) {
    case 'none':
      if (sync.n !== following.n) return lost(following, sync.n);
      // Nothing held and nothing there: a session not opened yet. What an earlier epoch left is to go.
      return following.n === 0
        ? { following: { phase: 'live', n: 0 }, change: { kind: 'replace', events: [], older: false } }
        : { following: { phase: 'live', n: sync.n }, change: none };
    case 'tail': {
      const step = onEvents({ phase: 'live', n: following.n }, sync.events);
      if (step.change.kind === 'hole' || step.following.n !== sync.n)
        return lost(following, sync.events[0]?.n ?? sync.n);
      // From nothing on it is the whole session. What is still shown is of an earlier epoch, or did not fit: it is to go.
      return following.n === 0
        ? { following: step.following, change: { kind: 'replace', events: sync.events, older: sync.older } }
        : step;
    }
    case 'snapshot': {
      const { events, older, n } = sync;
      return { following: { phase: 'live', n }, change: { kind: 'replace', events, older } };
    }
    case 'frozen':
      return { following: { phase: 'frozen', n: following.n }, change: { kind: 'frozen' } };
  }
}

/** Events as they happen. What is held already is passed over; what leaves a number out is a hole. */
export function onEvents(following: Following, events: readonly SessionFrameEvent[]): Step {
  // Before the sync they are covered by it: the server holds back later ones until it has answered.
  if (following.phase !== 'live') return { following, change: none };
  let { n } = following;
  const next: SessionFrameEvent[] = [];
  for (const event of events) {
    if (event.n <= n) continue;
    if (event.n !== n + 1) {
      return {
        following: { phase: 'asking', n },
        change: { kind: 'hole', expected: n + 1, got: event.n, events: next },
      };
    }
    n = event.n;
    next.push(event);
  }
  return next.length === 0
    ? { following, change: none }
    : { following: { phase: 'live', n }, change: { kind: 'extend', events: next } };
}

const lost = (following: Following, got: number): Step => ({
  following: { phase: 'asking', n: 0 },
  change: { kind: 'hole', expected: following.n + 1, got, events: [] },
});
