import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Actor,
  type Commit,
  compact,
  type DeskEvent,
  emptyRoster,
  inboxAfter,
  inFilter,
  type InboxRow,
  project,
  rosterAfter,
  type SessionEvent,
  SNAPSHOT_ENTRIES,
  teamOf,
  visitorView,
} from './index.ts';

const at = '2026-11-23T08:00:00.000Z';
const visitor: Actor = { kind: 'visitor', id: 'v-1' };
const agent: Actor = { kind: 'agent', id: 'a-1', name: 'Noor', role: 'admin' };

/** Commits of one event each, numbered as the session service numbers them. */
function log(...steps: [Actor, SessionEvent][]): Commit<SessionEvent>[] {
  let v = 0;
  let w = 0;
  return steps.map(([actor, event]) => {
    v++;
    if (visitorView(event) !== null) w++;
    return {
      id: `k${String(v)}`,
      at,
      actor,
      causationId: 'r',
      correlationId: 'r',
      v,
      w,
      outcomes: [],
      events: [{ ...event, id: `c${String(v)}/0`, ver: 1, v, w }],
    };
  });
}
const opened: [Actor, SessionEvent] = [
  visitor,
  { type: 'SessionOpened', data: { siteId: 'x', visitorId: 'v-1', visitor: { name: 'Mara' } } },
];
const said = (actor: Actor, text: string, visibility: 'public' | 'internal' = 'public'): [Actor, SessionEvent] => [
  actor,
  { type: 'MessagePosted', data: { text, visibility } },
];
const secret = 'SECRET';
const events = fc.constantFrom<[Actor, SessionEvent]>(
  said(visitor, 'hi'),
  said(agent, 'hello'),
  said(agent, secret, 'internal'),
  [agent, { type: 'LabelsChanged', data: { labels: [secret] } }],
  [agent, { type: 'MessagePosted', data: { text: secret, visibility: 'internal', mentions: [secret] } }],
  [agent, { type: 'MentionDismissed', data: {} }],
  [agent, { type: 'SessionSnoozed', data: { until: at } }],
  [agent, { type: 'SessionWoken', data: {} }],
  [agent, { type: 'TransferRequested', data: { fromAgentId: secret, toTeamId: secret, note: secret } }],
  [
    { kind: 'system', id: 'desk' },
    { type: 'AgentAssigned', data: { ticket: 1, agentId: 'a-1', agentName: 'Noor', decisionId: secret } },
  ],
  [agent, { type: 'ReceiptsAdvanced', data: { delivered: 1, read: 1 } }],
  [visitor, { type: 'ReceiptsAdvanced', data: { delivered: 2, read: 0 } }],
  [agent, { type: 'SessionClosed', data: {} }],
  [visitor, { type: 'SessionRated', data: { score: 4 } }],
  [visitor, { type: 'SessionReopened', data: {} }],
);
const histories = fc.array(events, { maxLength: 40 }).map((steps) => log(opened, ...steps));

describe('audiences', () => {
  test('L-AUD-1 nothing internal reaches a visitor', () => {
    fc.assert(
      fc.property(histories, (commits) => {
        const shown = JSON.stringify(commits.map((commit) => project(commit, 'visitor')));
        expect(shown).not.toContain(secret);
        expect(shown).not.toContain('admin');
      }),
    );
  });
  test('L-AUD-1 nor why an agent is gone', () => {
    const unassigned = (reason: 'returned' | 'agent-offline') =>
      visitorView({ type: 'AgentUnassigned', data: { agentId: 'a-1', reason } });
    expect(unassigned('agent-offline')).toEqual(unassigned('returned'));
  });
  test('L-AUD-1 nor does what this version does not know', () => {
    const unknown = { type: 'SomethingLater', data: { secret } } as unknown as SessionEvent;
    expect(visitorView(unknown)).toBeNull();
  });
  test('L-AUD-2 numbers are dense for each audience', () => {
    fc.assert(
      fc.property(histories, (commits) => {
        for (const audience of ['staff', 'visitor'] as const) {
          const numbers = commits.flatMap((commit) => project(commit, audience)).map(({ n }) => n);
          expect(numbers).toEqual(numbers.map((_, i) => i + 1));
        }
      }),
    );
  });
});

describe('views', () => {
  test('L-SNAP-1 the last entries stay, and the newest of each state before them', () => {
    const commits = log(
      opened,
      [agent, { type: 'LabelsChanged', data: { labels: ['old'] } }],
      [agent, { type: 'LabelsChanged', data: { labels: ['vip'] } }],
      ...Array.from({ length: SNAPSHOT_ENTRIES + 5 }, (_, i) => said(visitor, String(i))),
    );
    const frames = commits.flatMap((commit) => project(commit, 'staff'));
    const snapshot = compact(frames);
    expect(snapshot.older).toBe(true);
    expect(snapshot.events.slice(0, 2).map(({ n }) => n)).toEqual([1, 3]);
    expect(snapshot.events.slice(2)).toEqual(frames.slice(-SNAPSHOT_ENTRIES));
    expect(compact(frames.slice(0, SNAPSHOT_ENTRIES))).toEqual({
      events: frames.slice(0, SNAPSHOT_ENTRIES),
      older: false,
    });
  });
  test('L-INBOX-1 a commit folded twice changes nothing', () => {
    fc.assert(
      fc.property(histories, (commits) => {
        let row: InboxRow | null = null;
        for (const commit of commits) {
          row = inboxAfter(row, 's', commit);
          expect(inboxAfter(row, 's', commit)).toEqual(row);
        }
      }),
    );
  });
  test('L-INBOX-2 a row tells who waits, who answers and what is unread', () => {
    const commits = log(
      opened,
      said(visitor, 'one'),
      said(visitor, 'two'),
      [
        { kind: 'system', id: 'desk' },
        { type: 'AgentAssigned', data: { ticket: 1, agentId: 'a-1', agentName: 'Noor', decisionId: 'd' } },
      ],
      [agent, { type: 'ReceiptsAdvanced', data: { delivered: 3, read: 3 } }],
      [agent, { type: 'SessionClosed', data: {} }],
      [visitor, { type: 'SessionRated', data: { score: 4 } }],
      [visitor, { type: 'SessionReopened', data: {} }],
    );
    const rows = commits.map((_, i) =>
      commits.slice(0, i + 1).reduce<InboxRow | null>((row, commit) => inboxAfter(row, 's', commit), null),
    );
    expect(rows.map((row) => row?.status)).toEqual([
      ...['waiting', 'waiting', 'waiting', 'assigned', 'assigned'],
      ...['closed', 'closed', 'waiting'],
    ]);
    expect(rows.map((row) => row?.unread)).toEqual([0, 1, 2, 2, 0, 0, 0, 0]);
    expect(rows.map((row) => row?.rating)).toEqual([...Array<undefined>(6), 4, undefined]);
    expect(rows[2]).toMatchObject({ waitingSince: at, lastMessage: { text: 'two', from: 'visitor' } });
    expect(rows[3]).toMatchObject({ assignee: { id: 'a-1' } });
    expect(rows[3]).not.toHaveProperty('waitingSince');
  });
  test('L-INBOX-3 a note mentions whom it names until they write or dismiss it, closed or not', () => {
    const note = (actor: Actor, ...mentions: string[]): [Actor, SessionEvent] => [
      actor,
      { type: 'MessagePosted', data: { text: 'look', visibility: 'internal', mentions } },
    ];
    const other: Actor = { kind: 'agent', id: 'a-2', name: 'Kim', role: 'agent' };
    const row = log(opened, note(agent, 'a-2', 'a-3'), note(agent, 'a-2'), said(visitor, 'hi')).reduce<InboxRow | null>(
      (before, commit) => inboxAfter(before, 's', commit),
      null,
    );
    expect(row?.mentioned).toEqual(['a-3', 'a-2']);
    const answered = log(opened, note(agent, 'a-2', 'a-3'), note(other)).reduce<InboxRow | null>(
      (before, commit) => inboxAfter(before, 's', commit),
      null,
    );
    expect(answered?.mentioned).toEqual(['a-3']);
    const dismissed = log(
      opened,
      note(agent, 'a-2', 'a-3'),
      [agent, { type: 'SessionClosed', data: {} }],
      [other, { type: 'MentionDismissed', data: {} }],
    ).reduce<InboxRow | null>((before, commit) => inboxAfter(before, 's', commit), null);
    expect(dismissed?.mentioned).toEqual(['a-3']);
    if (dismissed === null) throw new Error('no row');
    const mentions = (id: string) => inFilter(dismissed, 'mentions', { id, teams: [] });
    expect(['a-2', 'a-3'].map(mentions)).toEqual([false, true]);
    const many = log(opened, ...Array.from({ length: 60 }, (_, i) => note(agent, `x-${String(i)}`)));
    expect(many.reduce<InboxRow | null>((before, commit) => inboxAfter(before, 's', commit), null)?.mentioned).toEqual(
      Array.from({ length: 50 }, (_, i) => `x-${String(i + 10)}`),
    );
  });
  test('L-ROSTER-1 load is the number of chats held', () => {
    const decision = { considered: [], consideredTotal: 0, agentName: 'Noor', since: at, kind: 'automatic' as const };
    const events: DeskEvent[] = [
      {
        type: 'AgentRegistered',
        data: { agentId: 'a', agentName: 'Noor', teams: [], capacity: 2, active: true },
      },
      { type: 'ChatAssigned', data: { ...decision, session: 's1', ticket: 1, agentId: 'a' } },
      { type: 'ChatAssigned', data: { ...decision, session: 's2', ticket: 1, agentId: 'a' } },
      { type: 'ChatReleased', data: { session: 's1', ticket: 1, agentId: 'a', reason: 'closed' } },
      { type: 'ChatReleased', data: { session: 's1', ticket: 1, agentId: 'a', reason: 'closed' } },
    ];
    const roster = events.reduce((before, event, i) => rosterAfter(before, { ...event, v: i + 1 }), emptyRoster);
    expect(roster.agents.get('a')).toMatchObject({ load: 1, availability: 'offline' });
  });
  test('L-ROSTER-2 who waits stands once, in the order of queueing, until assigned or dequeued', () => {
    const queued = (session: string, ticket: number, teamId?: string): DeskEvent => ({
      type: 'ChatQueued',
      data: {
        session,
        ticket,
        siteId: 'x',
        since: at,
        reason: 'opened',
        considered: [],
        consideredTotal: 0,
        ...(teamId === undefined ? {} : { teamId }),
      },
    });
    const fold = (...events: DeskEvent[]) =>
      events.reduce((before, event, i) => rosterAfter(before, { ...event, v: i + 1 }), emptyRoster);
    const waiting = fold(
      { type: 'SiteRouted', data: { siteId: 'x', teamId: 'sales' } },
      queued('s1', 1),
      queued('s2', 1, 'support'),
      queued('s3', 1),
      queued('s1', 5),
      { type: 'ChatDequeued', data: { session: 's3', ticket: 1, reason: 'closed' } },
    );
    expect([...waiting.queue.keys()]).toEqual(['s2', 's1']);
    expect([...waiting.queue.values()].map((chat) => teamOf(waiting, chat))).toEqual(['support', 'sales']);
    const given = { considered: [], consideredTotal: 0, agentName: 'Noor', since: at, kind: 'claimed' as const };
    const assigned: DeskEvent = { type: 'ChatAssigned', data: { ...given, session: 's2', ticket: 1, agentId: 'a' } };
    expect([...rosterAfter(waiting, { ...assigned, v: 9 }).queue.keys()]).toEqual(['s1']);
  });
});
