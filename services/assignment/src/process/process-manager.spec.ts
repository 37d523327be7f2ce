import { describe, expect, test } from '@jest/globals';
import type { AggregateRef, AnyEvent, Commit, Outcome, SessionEvent } from '@holdfast/contracts';
import { deferred, type Deferred } from '@holdfast/testing';
import { ProcessManager } from './process-manager.ts';
import type { Errand } from './reactions.ts';

const session = (id: string): AggregateRef => ({ workspace: 'w', kind: 'session', id });
const desk: AggregateRef = { workspace: 'w', kind: 'desk', id: 'main' };
const commit = (v: number, ...events: AnyEvent[]): Commit => ({
  id: `k${String(v)}`,
  at: '2026-01-01T00:00:00.000Z',
  actor: { kind: 'system', id: 'desk' },
  causationId: 'r',
  correlationId: 'why',
  v: v + events.length - 1,
  w: 0,
  outcomes: [],
  events: events.map((event, n) => ({ ...event, id: `e${String(v + n)}`, ver: 1, v: v + n, w: 0 })),
});
const opened = { type: 'SessionOpened', data: { siteId: 'shop', teamId: 'help', visitorId: 'v', visitor: {} } };
const assigned = (id: string): AnyEvent => ({
  type: 'ChatAssigned',
  data: { session: id, ticket: 1, agentId: 'ann', agentName: 'Ann', kind: 'automatic', considered: [] },
});
const recalled = (id: string): AnyEvent => ({
  type: 'ChatRecalled',
  data: { session: id, ticket: 1, agentId: 'ann', reason: 'agent-offline' },
});

interface Run {
  readonly manager: ProcessManager;
  readonly errands: { errand: Errand; answer: Deferred<Outcome['kind']> }[];
  readonly refused: string[];
}
function setUp(history: readonly SessionEvent[] = []): Run {
  const errands: Run['errands'] = [];
  const refused: string[] = [];
  const manager = new ProcessManager({
    run: async (errand) => {
      const answer = deferred<Outcome['kind']>();
      errands.push({ errand, answer });
      const kind = await answer.promise;
      return errand.commands.map(({ id: commandId }) =>
        kind === 'refused' ? { commandId, kind, reason: 'closed' } : { commandId, kind },
      );
    },
    eventsBefore: async () => history,
    onRefused: ({ commands }) => refused.push(...commands.map(({ type }) => type)),
    placeLimit: 10,
  });
  return { manager, errands, refused };
}
const types = ({ errands }: Run): string[] =>
  errands.map(({ errand }) => `${errand.to.id} ${errand.commands.map(({ type }) => type).join('+')}`);
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the process manager', () => {
  test('D-PROC-8 a recall goes to the session after the assignment is settled; other sessions do not wait', async () => {
    const run = setUp();
    const done = run.manager.take(desk, commit(1, assigned('s1'), recalled('s1'), assigned('s2')));
    await settle();
    expect(types(run)).toEqual(['s1 AssignAgent', 's2 AssignAgent']);
    run.errands[0]?.answer.resolve('stored');
    await settle();
    expect(types(run)).toEqual(['s1 AssignAgent', 's2 AssignAgent', 's1 UnassignAgent']);
    for (const { answer } of run.errands) answer.resolve('stored');
    await done;
  });

  test('D-PROC-4 a refused assignment is released before the commit counts as carried out', async () => {
    const run = setUp();
    let finished = false;
    const done = run.manager.take(desk, commit(1, assigned('s1'))).then(() => (finished = true));
    await settle();
    run.errands[0]?.answer.resolve('refused');
    await settle();
    expect(types(run)).toEqual(['s1 AssignAgent', 'main ReleaseChat']);
    expect(finished).toBe(false);
    run.errands[1]?.answer.resolve('stored');
    await done;
  });

  test('D-PROC-2 the place of a session that was not seen from its beginning is read from the log', async () => {
    const run = setUp([opened as SessionEvent, { type: 'TransferRequested', data: { toTeamId: 'sales' } }]);
    void run.manager.take(session('s1'), commit(9, { type: 'SessionReopened', data: {} }));
    await settle();
    expect(run.errands[0]?.errand.commands[1]).toMatchObject({
      type: 'QueueChat',
      data: { siteId: 'shop', teamId: 'sales', ticket: 9 },
    });
  });

  test('D-PROC-9 a queueing that the desk refuses for good is told to operators', async () => {
    const run = setUp();
    const done = run.manager.take(session('s1'), commit(1, opened));
    await settle();
    run.errands[0]?.answer.resolve('refused');
    await done;
    expect(run.refused).toEqual(['QueueChat']);
  });
});
