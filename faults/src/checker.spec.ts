import { type Commit, type DeskEvent, project, type SessionEvent } from '@holdfast/contracts';
import type { Tick } from '@holdfast/chat-client';
import { describe, expect, it } from '@jest/globals';
import { judge } from './checker.ts';
import type { History, Observed, Sent } from './history.ts';

type Draft<T> = T extends readonly (infer E)[]
  ? Draft<E>[]
  : T extends ReadonlyMap<infer K, infer V>
    ? Map<K, V>
    : T extends object
      ? { -readonly [K in keyof T]: Draft<T[K]> }
      : T;

const SESSION = 's1';
const visitor = { kind: 'visitor', id: 'mara' } as const;
const agent = { kind: 'agent', id: 'noor', name: 'Noor', role: 'agent' } as const;
const desk = { kind: 'system', id: 'desk' } as const;

let w = 0;
/** One commit for each line; notes are not for visitors. */
function commit(v: number, actor: Commit['actor'], commandId: string, event: SessionEvent): Commit<SessionEvent> {
  if (event.type !== 'MessagePosted' || event.data.visibility === 'public') w++;
  return {
    ...{ id: `c${String(v)}`, at: '2026-01-01T00:00:00.000Z', actor, causationId: 'x', correlationId: 'x', v, w },
    outcomes: [{ commandId, kind: 'stored' }],
    events: [{ ...event, id: `${commandId}/0`, ver: 1, v, w }],
  };
}

const said = (text: string, visibility: 'public' | 'internal' = 'public'): SessionEvent => ({
  type: 'MessagePosted',
  data: { text, visibility },
});

/** A visitor asks twice, an agent answers and writes a note; everything is right. */
function right(): Draft<History> {
  w = 0;
  const opened: SessionEvent = { type: 'SessionOpened', data: { siteId: 'shop', visitorId: 'mara', visitor: {} } };
  const assigned: SessionEvent = {
    type: 'AgentAssigned',
    data: { ticket: 1, agentId: 'noor', agentName: 'Noor', decisionId: 'd' },
  };
  const commits = [
    commit(1, visitor, 'open', opened),
    commit(2, desk, 'assign', assigned),
    commit(3, visitor, 'm1', said('one')),
    commit(4, agent, 'm2', said('two')),
    commit(5, agent, 'm3', said('hush', 'internal')),
    commit(6, visitor, 'm4', said('three')),
  ];
  const sent = (id: string, actor: Sent['actor'], text: string, at: number): Sent => ({
    ...{ id, session: SESSION, device: actor.id, actor, text, at, isRetry: false },
    visibility: text === 'hush' ? 'internal' : 'public',
    givenUp: false,
    ticks: new Map<Tick, number>([
      ['clock', at],
      ['stored', at + 5],
    ]),
    end: 'stored',
  });
  const observed = (device: string, audience: Observed['audience']): Observed => {
    const frames = commits.flatMap((each) => project(each, audience));
    return {
      ...{
        device,
        session: SESSION,
        audience,
        told: frames.slice(1),
        restarts: 0,
        doubled: [],
        isLive: true,
        n: frames.length,
        from: 1,
      },
      messages: frames.flatMap((event) =>
        event.type === 'MessagePosted' ? [{ n: event.n, id: event.id.split('/')[0] ?? '', ...event.data }] : [],
      ),
      assignee: 'noor',
    };
  };
  const registered: DeskEvent = {
    type: 'AgentRegistered',
    data: { agentId: 'noor', agentName: 'Noor', teams: [], capacity: 1, active: true },
  };
  const given: DeskEvent = {
    type: 'ChatAssigned',
    data: {
      ...{ session: SESSION, ticket: 1, agentId: 'noor', agentName: 'Noor', kind: 'automatic' },
      ...{ since: '2026-01-01T00:00:00.000Z', considered: [], consideredTotal: 0 },
    },
  };
  const history: History = {
    sent: [
      sent('m1', visitor, 'one', 10),
      sent('m2', { kind: 'agent', id: 'noor' }, 'two', 20),
      sent('m3', { kind: 'agent', id: 'noor' }, 'hush', 30),
      sent('m4', visitor, 'three', 40),
    ],
    issued: [{ type: 'OpenSession', device: 'mara', session: SESSION, result: { commandId: 'open', kind: 'stored' } }],
    observed: [observed('mara', 'visitor'), observed('noor', 'staff')],
    sessions: [
      {
        id: SESSION,
        commits,
        rows: commits.flatMap(({ events }) =>
          events.map(({ v, w: visible, id, type, data }) => ({ v, w: visible, event_id: id, type, data })),
        ),
      },
    ],
    desk: [
      {
        ...one(commits),
        events: [registered, given].map((event, i) => ({ ...event, id: `d/${String(i)}`, ver: 1, v: i + 1, w: i + 1 })),
      },
    ],
  };
  return history as Draft<History>;
}

const one = <T>(all: readonly T[], index = 0): T => {
  const found = all.at(index);
  if (found === undefined) throw new RangeError(`there is no number ${String(index)}`);
  return found;
};
const log = (history: Draft<History>) => one(history.sessions);
const rulesOf = (history: Draft<History>): string[] => [...new Set(judge(history as History).map(({ rule }) => rule))];

describe('the checker', () => {
  it('finds nothing where everything is right', () => {
    expect(judge(right() as History)).toEqual([]);
  });

  const finds = (title: string, spoil: (history: Draft<History>) => void): void => {
    it(title, () => {
      const history = right();
      spoil(history);
      expect(rulesOf(history)).toContain(title.split(':')[0]);
    });
  };

  finds('F-LOSS-1: a message that was shown as stored is not in the log', (history) => {
    history.sent.push({ ...one(history.sent), id: 'm9', at: 50, ticks: new Map([['stored', 55]]) });
  });
  finds('F-LOSS-2: a participant is not shown a message', ({ observed }) => void one(observed).messages.splice(1, 1));
  finds('F-LOSS-2: a participant is behind', ({ observed }) => void (one(observed).n -= 1));
  finds('F-LOSS-2: a stored message is gone from its sender', ({ sent }) => void (one(sent).end = 'gone'));
  finds('F-LOSS-2: a participant lacks the beginning', ({ observed }) => void (one(observed).from = 2));
  finds('F-LOSS-3: a message is gone that nobody gave up', (history) => {
    history.sent.push({ ...one(history.sent), id: 'm9', at: 50, ticks: new Map([['clock', 55]]), end: 'gone' });
  });
  finds('F-DUP-1: one command made two messages', (history) => {
    const last = one(log(history).commits, -1);
    one(last.events).id = 'm1/1';
  });
  finds(
    'F-DUP-2: a command has two outcomes',
    (history) => void one(log(history).commits, 3).outcomes.push({ commandId: 'm1', kind: 'stored' }),
  );
  finds('F-DUP-3: a message was shown twice', ({ observed }) => void one(observed).doubled.push('m1'));
  finds('F-ORDER-1: an event is told after a later one', ({ observed }) => void one(observed).told.reverse());
  finds(
    'F-ORDER-1: an event is told twice',
    ({ observed }) => void one(observed).told.push(one(one(observed).told, -1)),
  );
  finds('F-ORDER-2: a sender composed the other way round', ({ sent }) => void sent.reverse());
  finds(
    'F-ORDER-3: a message comes before one that was stored when it was composed',
    ({ sent }) => void (one(sent).at = 30),
  );
  finds('F-GAP-1: an event is left out', ({ observed }) => void one(observed).told.splice(1, 1));
  finds('F-GAP-2: the log has a gap', (history) => {
    one(one(log(history).commits, -1).events).v = 9;
  });
  finds('F-PHANTOM-1: nobody sent it', ({ sent }) => void sent.shift());
  finds('F-PHANTOM-1: it was sent with other words', ({ sent }) => void (one(sent).text = 'two or three'));
  finds(
    'F-PHANTOM-1: somebody else sent it',
    ({ sent }) => void (one(sent).actor = { kind: 'visitor', id: 'somebody' }),
  );
  finds('F-PHANTOM-2: a visitor is told a note', ({ observed }) => {
    const note = one(one(observed, 1).told, 3);
    one(observed).told[2] = { ...note, n: 4 };
  });
  finds('F-AGENT-1: the desk gives a chat to two', ({ desk: commits }) => {
    const { events } = one(commits);
    events.push(one(events, 1));
  });
  finds('F-AGENT-1: a session gets two agents', (history) => {
    const { commits } = log(history);
    commits.push({ ...one(commits, 1), events: [{ ...one(one(commits, 1).events), id: 'again/0', v: 7, w: 6 }] });
  });
  finds('F-AGENT-2: the desk knows nothing of it', ({ desk: commits }) => void one(commits).events.pop());
  finds('F-AGENT-3: somebody is shown another agent', ({ observed }) => void (one(observed).assignee = 'ben'));
  finds('F-CAPACITY-1: an agent is given more than they may get', ({ desk: commits }) => {
    const [registered] = one(commits).events as Draft<Extract<DeskEvent, { type: 'AgentRegistered' }>>[];
    if (registered !== undefined) registered.data.capacity = 0;
  });
  finds('F-PENDING-1: a message still waits', ({ sent }) => {
    one(sent).end = 'unknown';
  });
  finds('F-PENDING-1: a command was never settled', ({ issued }) => {
    delete one(issued).result;
  });
  finds('F-PENDING-2: a stored message is shown as failed', ({ sent }) => {
    one(sent).end = 'failed';
  });
  finds(
    'F-PENDING-2: a sender was told otherwise than the log says',
    ({ issued }) => void (one(issued).result = { commandId: 'open', kind: 'refused', reason: 'closed' }),
  );
  finds('F-PENDING-3: a stored message was once shown as failed', ({ sent }) => void one(sent).ticks.set('failed', 12));
  finds(
    'F-PENDING-3: a stored message was once shown as refused',
    ({ sent }) => void one(sent).ticks.set('refused', 12),
  );
  finds('F-TICK-1: a message is shown as read that nobody has read', ({ sent }) => void (one(sent).end = 'read'));
  finds('F-LIVE-1: somebody is not up to date', ({ observed }) => void (one(observed).isLive = false));
  finds('F-ROWS-1: a row is missing', (history) => void log(history).rows?.pop());
  finds('F-ROWS-1: a row has other words', (history) => void (one(log(history).rows ?? [], 2).data = { text: 'once' }));
});
