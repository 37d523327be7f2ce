import { compact, type SessionEvent, type SessionFrameEvent, visitorView } from '@holdfast/contracts';
import { checkLaw } from '@holdfast/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agent, colleague, event, opened, visitor } from './fake-gateway.harness.ts';
import { emptySession, extend, startFrom, type SessionState } from './session-view.ts';

const of = <T extends SessionEvent['type']>(
  type: T,
  data: fc.Arbitrary<Extract<SessionEvent, { type: T }>['data']>,
): fc.Arbitrary<SessionEvent> => data.map((data) => ({ type, data }) as SessionEvent);
const nothing = fc.constant({});
const id = fc.constantFrom('ann', 'ben', 'team-1', 'team-2');
const small = fc.nat({ max: 300 });

/** Any event but the opening and the erasure, messages most of all. */
const body: fc.Arbitrary<SessionEvent> = fc.oneof(
  {
    weight: 12,
    arbitrary: of(
      'MessagePosted',
      fc.record({ text: fc.string({ minLength: 1, maxLength: 5 }), visibility: fc.constantFrom('public', 'internal') }),
    ),
  },
  of('ReceiptsAdvanced', fc.record({ delivered: small, read: small })),
  of(
    'AgentAssigned',
    fc.record({ ticket: fc.integer({ min: 1, max: 9 }), agentId: id, agentName: id, decisionId: id }),
  ),
  of('AgentUnassigned', fc.record({ agentId: id, reason: fc.constantFrom('returned', 'agent-offline') })),
  of('TransferRequested', fc.record({ toTeamId: id, note: id }, { requiredKeys: [] })),
  of('LabelsChanged', fc.record({ labels: fc.array(id, { maxLength: 2 }) })),
  of('SessionSnoozed', fc.constant({ until: '2026-12-01T00:00:00.000Z' })),
  of('SessionWoken', nothing),
  of('SessionClosed', nothing),
  of('SessionReopened', nothing),
  of('SessionRated', fc.record({ score: fc.integer({ min: 1, max: 5 }) })),
  of('VisitorIdentified', fc.record({ name: id, email: id }, { requiredKeys: [] })),
);
const step = fc.tuple(body, fc.constantFrom(visitor, agent, colleague));

/** Receipts never move back: the session sees to that. */
function advanced(
  held: Map<string, { delivered: number; read: number }>,
  who: string,
  told: { delivered: number; read: number },
) {
  const before = held.get(who) ?? { delivered: 0, read: 0 };
  const after = { delivered: Math.max(before.delivered, told.delivered), read: Math.max(before.read, told.read) };
  held.set(who, after);
  return after;
}

/** A session's events as staff see them, and as the visitor does. */
function histories(steps: readonly [SessionEvent, typeof visitor][], erased: boolean): SessionFrameEvent[][] {
  const all = steps.map(([type, actor]) => [type, actor] as const);
  if (erased) all.push([{ type: 'SessionErased', data: {} }, agent]);
  const staff = [opened()];
  const visitors = [opened()];
  const receipts = new Map<string, { delivered: number; read: number }>();
  for (const [told, actor] of all) {
    const what = told.type === 'ReceiptsAdvanced' ? { ...told, data: advanced(receipts, actor.id, told.data) } : told;
    const shown = visitorView(what);
    const w = visitors.length + (shown === null ? 0 : 1);
    staff.push(event(staff.length + 1, actor, what, w));
    if (shown !== null) visitors.push(event(w, actor, shown, w));
  }
  return [staff, visitors];
}

/** All but what only older entries tell. */
const comparable = ({ entries: _, from: __, older: ___, ...rest }: SessionState) => rest;

describe('the fold of a session', () => {
  it('C-VIEW-1 a snapshot and the events after it lead to what all events lead to, but for older entries', () =>
    checkLaw(
      import.meta.url,
      'snapshot and events',
      fc.property(fc.array(step, { maxLength: 320, size: 'max' }), fc.nat(), fc.boolean(), (steps, at, erased) => {
        for (const events of histories(steps, erased)) {
          const cut = at % (events.length + 1);
          const snapshot = compact(events.slice(0, cut));
          const resumed = extend(startFrom(snapshot.events, snapshot.older), events.slice(cut));
          const whole = extend(emptySession, events);
          expect(comparable(resumed)).toEqual(comparable(whole));
          expect(resumed.entries).toEqual(whole.entries.filter(({ n }) => n >= resumed.from));
          if (!snapshot.older && cut > 0 && !whole.erased)
            expect(resumed.from).toBeLessThanOrEqual(Math.max(1, cut - 199));
        }
      }),
      { runs: 60 },
    ));

  it('C-VIEW-1 it does not matter how the events were grouped', () =>
    checkLaw(
      import.meta.url,
      'grouping',
      fc.property(fc.array(step, { maxLength: 40 }), fc.array(fc.nat({ max: 6 }), { minLength: 1 }), (steps, sizes) => {
        for (const events of histories(steps, false)) {
          let state = emptySession;
          for (let at = 0, i = 0; at < events.length; i++) {
            const size = 1 + (sizes[i % sizes.length] ?? 0);
            state = extend(state, events.slice(at, at + size));
            at += size;
          }
          expect(state).toEqual(extend(emptySession, events));
        }
      }),
    ));
});
