import { describe, test } from '@jest/globals';
import assert from 'node:assert';
import fc from 'fast-check';
import type { Actor, Commit, SessionEvent } from '@holdfast/contracts';
import { decideRequest, fold, type Folded, unfolded } from '@holdfast/event-sourcing';
import { checkLaw } from '@holdfast/testing';
import { type Command, session, type SessionState } from './session.ts';

const actors: Actor[] = [
  { kind: 'visitor', id: 'ada' },
  { kind: 'visitor', id: 'eve' },
  { kind: 'agent', id: 'ben', name: 'Ben', role: 'agent' },
  { kind: 'agent', id: 'root', name: 'Root', role: 'admin' },
  { kind: 'system', id: 'desk' },
  { kind: 'system', id: 'session' },
];
const AT = '2026-01-01T00:00:00.000Z';
const small = fc.integer({ min: 0, max: 12 });
const ticket = fc.integer({ min: 1, max: 12 });

type Ask = Omit<Command, 'id'> & { wakeOf?: number };
const ask: fc.Arbitrary<Ask> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constant({ type: 'OpenSession', data: { siteId: 'site', visitor: { name: 'x', verified: true } } }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('PostMessage'),
      data: fc.record({ text: fc.constant('t'), visibility: fc.constantFrom('public', 'internal') }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('MarkReceipts'), data: fc.record({ delivered: small, read: small }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('AssignAgent'),
      data: fc.record({
        ticket,
        agentId: fc.constantFrom('ben', 'root'),
        agentName: fc.constant('n'),
        decisionId: fc.constant('d'),
      }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('UnassignAgent'),
      data: fc.record({ ticket, reason: fc.constantFrom('returned', 'agent-offline') }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('RequestTransfer'),
      data: fc.constantFrom({}, { toTeamId: 'sales' }, { toAgentId: 'ben' }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('SnoozeSession'),
      data: fc.constantFrom({ until: '2025-01-01T00:00:00.000Z' }, { until: '2027-01-01T00:00:00.000Z' }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('WakeSession'), data: fc.constant({}), wakeOf: ticket }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'CloseSession',
        'ReopenSession',
        'SetLabels',
        'RateSession',
        'IdentifyVisitor',
        'Unreadable',
      ),
      data: fc.constant({ labels: ['a'], score: 3, name: 'y' }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'EraseSession', data: {} }) },
);
const history = fc.array(fc.tuple(fc.constantFrom(...actors), ask), { maxLength: 60 });

type Step = { before: Folded<SessionState>; after: Folded<SessionState>; commit: Commit<SessionEvent> };
/** Opens, then plays the asks one request each. Assignments quote the current ticket half of the time, or hardly any would be accepted. */
const play = (asks: readonly (readonly [Actor, Ask])[]): Step[] => {
  const steps: Step[] = [];
  let folded = unfolded(session);
  const opening: readonly [Actor, Ask] = [actors[0]!, { type: 'OpenSession', data: { siteId: 'site', visitor: {} } }];
  [opening, ...asks].forEach(([actor, { wakeOf, ...asked }], i) => {
    const current = 'ticket' in folded.state ? folded.state.ticket : 1;
    const data =
      asked.type === 'AssignAgent' && i % 2 === 0 ? { ...(asked.data as object), ticket: current } : asked.data;
    const command = { ...asked, data, id: wakeOf === undefined ? `c${i}` : `s${i}/${wakeOf}/wake` } as Command;
    const { commit } = decideRequest(
      session,
      folded,
      { id: `r${i}`, at: AT, actor, correlationId: 'x', commands: [command] },
      { commitId: `k${i}` },
    );
    assert(commit !== null);
    const after = fold(session, folded, { commit, sequence: i + 1 });
    steps.push({ before: folded, after, commit });
    folded = after;
  });
  return steps;
};
const eventsOf = (steps: readonly Step[]) =>
  steps.flatMap(({ commit }) => commit.events.map((event) => ({ event, actor: commit.actor })));
const law = (title: string, holds: (steps: Step[]) => void) =>
  test(title, () =>
    checkLaw(
      import.meta.url,
      title,
      fc.property(history, (asks) => holds(play(asks))),
      { runs: 400 },
    ),
  );

describe('laws of the session', () => {
  law(
    'S-ASSIGN-5 at every prefix a session has at most one agent, and each ticket is assigned at most once',
    (steps) => {
      let holder: string | null = null;
      const served = new Set<number>();
      for (const { event } of eventsOf(steps)) {
        if (event.type === 'AgentAssigned') {
          assert.equal(holder, null);
          assert(!served.has(event.data.ticket) && event.data.ticket < event.v);
          served.add(event.data.ticket);
          holder = event.data.agentId;
        }
        if (event.type === 'AgentUnassigned') assert.equal(holder, event.data.agentId);
        if (['AgentUnassigned', 'TransferRequested', 'SessionClosed', 'SessionErased'].includes(event.type))
          holder = null;
      }
    },
  );

  law('S-RECEIPT-2 receipts never move back and never pass what others have said', (steps) => {
    const held = new Map<string, { delivered: number; read: number }>();
    const said: { w: number; by: string }[] = [];
    for (const { event, actor } of eventsOf(steps)) {
      const me = `${actor.kind}:${actor.id}`;
      if (event.type === 'MessagePosted' && event.data.visibility === 'public') said.push({ w: event.w, by: me });
      if (event.type !== 'ReceiptsAdvanced') continue;
      const before = held.get(me) ?? { delivered: 0, read: 0 };
      const { delivered, read } = event.data;
      assert(delivered >= before.delivered && read >= before.read && delivered + read > before.delivered + before.read);
      const limit = Math.max(0, ...said.filter(({ by }) => by !== me).map(({ w }) => w));
      assert(read <= delivered && delivered <= limit);
      held.set(me, event.data);
    }
  });

  law('S-ERASE-1 nothing happens to an erased session', (steps) => {
    const at = steps.findIndex(({ commit }) => commit.events.some(({ type }) => type === 'SessionErased'));
    if (at < 0) return;
    for (const { commit, after } of steps.slice(at + 1)) {
      assert.deepEqual(commit.events, []);
      assert.equal(after.state.status, 'erased');
      assert(commit.outcomes.every((outcome) => outcome.kind === 'refused' && outcome.reason === 'erased'));
    }
  });

  law("S-WHO-2 of a visitor's there are only the events a visitor may cause", (steps) => {
    const theirs = new Set([
      'SessionOpened',
      'MessagePosted',
      'ReceiptsAdvanced',
      'SessionClosed',
      'SessionReopened',
      'SessionWoken',
      'SessionRated',
      'VisitorIdentified',
    ]);
    for (const { event, actor } of eventsOf(steps)) {
      if (actor.kind !== 'visitor') continue;
      assert.equal(actor.id, 'ada');
      assert(theirs.has(event.type));
      if (event.type === 'MessagePosted') assert.equal(event.data.visibility, 'public');
      if (event.type === 'VisitorIdentified' || event.type === 'SessionOpened')
        assert(!JSON.stringify(event.data).includes('verified'));
    }
  });

  law('S-CLOSE-1 a closed session speaks again only after it is reopened', (steps) => {
    let closed = false;
    for (const { event } of eventsOf(steps)) {
      if (closed)
        assert(
          event.type !== 'AgentAssigned' &&
            event.type !== 'SessionSnoozed' &&
            event.type !== 'SessionClosed' &&
            !(event.type === 'MessagePosted' && event.data.visibility === 'public'),
        );
      if (event.type === 'SessionClosed') closed = true;
      if (event.type === 'SessionReopened') closed = false;
    }
  });
});
