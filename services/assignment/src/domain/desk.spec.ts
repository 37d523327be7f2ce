import { describe, expect, test } from '@jest/globals';
import { CONSIDERED_LIMIT, type DeskCommand } from '@holdfast/contracts';
import {
  agent,
  arrive,
  brief,
  claim,
  empty,
  leave,
  queue,
  reasons,
  register,
  release,
  route,
  set,
} from './desk.harness.ts';
import { system, visitor, withAgent, type DeskScenario } from './desk.harness.ts';
import { spreadGet } from './spread-map.ts';

const ann = withAgent(empty, 'ann');
const both = withAgent(ann, 'bob');
const holderOf = ({ state }: DeskScenario, session: string): string | undefined => {
  const chat = spreadGet(state.chats, session);
  return chat?.status === 'held' ? chat.agentId : undefined;
};
const after = (scenario: DeskScenario, ...commands: DeskCommand[]): DeskScenario =>
  scenario.commands(system, ...commands);

describe('who may do what', () => {
  test.each([register('eve'), route('shop', 'help'), arrive('ann'), leave('ann'), queue('s1'), release('s1')])(
    "D-WHO-1 an agent's $type is refused",
    (command) => {
      ann.when(command, agent('ann')).then({ refused: 'not-permitted' });
    },
  );

  test.each([claim('s1'), set('online')])("D-WHO-1 a visitor's and the system's $type is refused", (command) => {
    ann.when(command, visitor).then({ refused: 'not-permitted' });
    ann.when(command, system).then({ refused: 'not-permitted' });
  });

  test('D-WHO-2 agents whom the desk does not know, or who are inactive, are refused', () => {
    ann.when(claim('s1'), agent('eve')).then({ refused: 'unknown-agent' });
    ann.when(set('away'), agent('eve')).then({ refused: 'unknown-agent' });
    ann.when(arrive('eve'), system).then({ refused: 'unknown-agent' });
    ann.when(leave('eve'), system).then({ refused: 'unknown-agent' });
    const inactive = after(ann, register('ann', { active: false }));
    inactive.when(claim('s1'), agent('ann')).then({ refused: 'not-permitted' });
    inactive.when(set('away'), agent('ann')).then({ refused: 'not-permitted' });
  });
});

describe('routing', () => {
  test('D-ROUTE-1 the least busy gets the chat', () => {
    const busy = after(both, queue('s1'));
    expect(holderOf(busy, 's1')).toBe('ann');
    expect(holderOf(after(busy, queue('s2')), 's2')).toBe('bob');
  });

  test('D-ROUTE-2 between equally busy agents the longest idle gets it', () => {
    const bobWasLast = after(both, queue('s1'), queue('s2'), release('s1'), release('s2'));
    expect(holderOf(after(bobWasLast, queue('s3')), 's3')).toBe('ann');
    const annWasLast = after(both, queue('s1'), queue('s2'), release('s2'), release('s1'));
    expect(holderOf(after(annWasLast, queue('s3')), 's3')).toBe('bob');
  });

  test('D-ROUTE-3 the first in the queue is served first, and holds up nobody it has nothing to do with', () => {
    const full = after(ann, queue('s1'), queue('s2'), queue('x', 1, { teamId: 'sales' }), queue('s3'), queue('s4'));
    expect(brief(full.when(release('s1'), system))).toEqual(['ChatReleased s1 ann', 'ChatAssigned s3 ann']);
  });

  test('D-ROUTE-4 the agent whom a transfer names comes first, across teams and loads', () => {
    const sales = after(withAgent(both, 'sue', { teams: ['sales'] }), queue('s1', 1, { teamId: 'sales' }));
    const chosen = sales.when(queue('s2', 1, { preferAgentId: 'sue' }), system);
    expect(reasons(chosen, 'ChatAssigned')).toEqual(['sue chosen', 'ann not-preferred', 'bob not-preferred']);
  });

  test('D-ROUTE-4 without room for it at the named agent the policy goes on without them', () => {
    const sueIsFull = after(withAgent(ann, 'sue', { teams: ['sales'], capacity: 0 }));
    const chosen = sueIsFull.when(queue('s2', 1, { preferAgentId: 'sue' }), system);
    expect(reasons(chosen, 'ChatAssigned')).toEqual(['ann chosen', 'sue at-capacity']);
  });

  test('D-ROUTE-5 who gave a chat away gets it back by their own claim only', () => {
    const returned = after(ann, queue('s1')).when(release('s1', 4, 'unassigned'), system);
    const waiting = returned.when(queue('s1', 5, { avoidAgentId: 'ann', reason: 'returned' }), system);
    expect(reasons(waiting, 'ChatQueued')).toEqual(['ann gave-back']);
    expect(brief(withAgent(waiting, 'bob'))).toEqual(['AvailabilityChanged bob', 'ChatAssigned s1 bob']);
    expect(brief(waiting.when(claim('s1'), agent('ann')))).toEqual(['ChatAssigned s1 ann']);
  });

  test("D-ROUTE-6 a chat goes to its own team, else to its site's, else to anybody", () => {
    const teams = withAgent(withAgent(empty, 'sue', { teams: ['sales'] }), 'ann');
    const routed = after(teams, route('shop', 'help'));
    expect(holderOf(after(routed, queue('s1', 1, { teamId: 'sales' })), 's1')).toBe('sue');
    expect(holderOf(after(routed, queue('s1', 1, { teamId: undefined })), 's1')).toBe('ann');
    expect(holderOf(after(teams, queue('s1', 1, { teamId: undefined })), 's1')).toBe('sue');
  });

  test('D-ROUTE-6 a site that is routed later routes its waiting chats', () => {
    const waiting = after(empty, queue('s1', 1, { teamId: undefined }), route('shop', 'help'));
    const sue = withAgent(waiting, 'sue', { teams: ['sales'] });
    expect(brief(sue)).toEqual(['AvailabilityChanged sue']);
    expect(brief(withAgent(sue, 'ann'))).toEqual(['AvailabilityChanged ann', 'ChatAssigned s1 ann']);
  });

  test.each<[string, DeskScenario, (scenario: DeskScenario) => DeskScenario]>([
    ['queueing', ann, (desk) => desk.when(queue('s1'), system)],
    ['release', after(ann, queue('a'), queue('b'), queue('s1')), (desk) => desk.when(release('b'), system)],
    ['arrival', after(ann, leave('ann'), queue('s1')), (desk) => desk.when(arrive('ann'), system)],
    [
      'availability',
      after(ann.commands(agent('ann'), set('away')), queue('s1')),
      (desk) => desk.when(set('online'), agent('ann')),
    ],
    [
      'capacity',
      after(withAgent(empty, 'ann', { capacity: 0 }), queue('s1')),
      (desk) => desk.when(register('ann', { capacity: 1 }), system),
    ],
    [
      'registration',
      after(withAgent(empty, 'ann', { teams: [] }), queue('s1')),
      (desk) => desk.when(register('ann'), system),
    ],
  ])('D-ROUTE-7 %s gives the waiting chat away in the same commit', (_, before, change) => {
    expect(holderOf(before, 's1')).toBeUndefined();
    expect(brief(change(before)).at(-1)).toBe('ChatAssigned s1 ann');
  });

  test('D-ROUTE-7 as many waiting chats as there is room for are given away at once', () => {
    const waiting = after(withAgent(empty, 'ann', { capacity: 0 }), queue('s1'), queue('s2'), queue('s3'));
    expect(brief(waiting.when(register('ann', { capacity: 2 }), system))).toEqual([
      'AgentRegistered ann',
      'ChatAssigned s1 ann',
      'ChatAssigned s2 ann',
    ]);
  });
});

describe('reasons', () => {
  test('D-WHY-1 a decision says of everybody why not', () => {
    let desk = withAgent(withAgent(withAgent(empty, 'busy', { capacity: 5 }), 'full', { capacity: 1 }), 'idle');
    desk = after(desk, queue('s1', 1, { preferAgentId: 'full' }), queue('s2', 1, { preferAgentId: 'busy' }));
    desk = withAgent(withAgent(desk, 'late'), 'away').commands(agent('away'), set('away'));
    desk = after(withAgent(desk, 'sales', { teams: ['sales'] }), register('gone'), register('left', { active: false }));
    expect(reasons(desk.when(queue('s3'), system), 'ChatAssigned')).toEqual([
      'idle chosen',
      'late less-idle',
      'busy busier',
      'full at-capacity',
      'away away',
      'gone offline',
      'sales other-team',
      'left inactive',
    ]);
  });

  test('D-WHY-1 at most 50 agents are listed, and it is said how many there were', () => {
    let desk = empty;
    for (let n = 0; n < CONSIDERED_LIMIT + 10; n++) desk = withAgent(desk, `a${String(n)}`);
    const [, assigned] = desk.when(queue('s1'), system).lastEvents;
    expect(assigned).toMatchObject({ type: 'ChatAssigned', data: { consideredTotal: CONSIDERED_LIMIT + 10 } });
    expect((assigned?.data as { considered: unknown[] }).considered).toHaveLength(CONSIDERED_LIMIT);
  });

  test('D-WHY-2 a chat that has to wait says why nobody has it', () => {
    const waiting = after(ann, leave('ann')).when(queue('s1'), system);
    expect(reasons(waiting, 'ChatQueued')).toEqual(['ann offline']);
  });
});

describe('the queue', () => {
  test('D-QUEUE-1 queueing the same ticket again changes nothing, waiting or held', () => {
    after(empty, queue('s1')).when(queue('s1'), system).then([]);
    after(ann, queue('s1')).when(queue('s1'), system).then([]);
  });

  test('D-QUEUE-2 a ticket that is over is refused, whatever came first', () => {
    after(ann, queue('s1'), release('s1', 9)).when(queue('s1', 5), system).then({ refused: 'outdated-ticket' });
    after(empty, release('s1', 9)).when(queue('s1', 1), system).then({ refused: 'outdated-ticket' });
    after(empty, queue('s1', 7)).when(queue('s1', 5), system).then({ refused: 'outdated-ticket' });
  });

  test('D-QUEUE-3 a later ticket frees the slot of an earlier one', () => {
    const superseded = after(ann, queue('s1')).when(queue('s1', 5), system);
    expect(brief(superseded)).toEqual(['ChatReleased s1 ann', 'ChatQueued s1', 'ChatAssigned s1 ann']);
    expect(superseded.state.agents.get('ann')?.held).toEqual(new Map([['s1', 5]]));
  });

  test('D-QUEUE-3 a later ticket replaces a waiting one', () => {
    const superseded = after(empty, queue('s1')).when(queue('s1', 5), system);
    expect(brief(superseded)).toEqual(['ChatDequeued s1', 'ChatQueued s1']);
    expect(superseded.state.queue).toEqual(['s1']);
  });
});

describe('claims', () => {
  const waiting = after(withAgent(withAgent(empty, 'ann', { capacity: 0 }), 'bob', { capacity: 0 }), queue('s1'));

  test('D-CLAIM-1 a claim wins a waiting chat, also beyond capacity', () => {
    const claimed = waiting.when(claim('s1'), agent('ann'));
    expect(claimed.lastEvents).toMatchObject([
      { type: 'ChatAssigned', data: { session: 's1', ticket: 1, agentId: 'ann', kind: 'claimed', teamId: 'help' } },
    ]);
    expect(reasons(claimed, 'ChatAssigned')).toEqual(['ann chosen']);
  });

  test('D-CLAIM-2 the second claim is told who has it and since when', () => {
    const claimed = waiting.at('2026-01-01T12:00:00.000Z').commands(agent('ann'), claim('s1'));
    claimed
      .at('2026-01-01T12:00:01.000Z')
      .when(claim('s1'), agent('bob'))
      .then({
        refused: 'already-taken',
        detail: { agentId: 'ann', agentName: 'ann', at: '2026-01-01T12:00:00.000Z' },
      });
  });

  test('D-CLAIM-3 a claim by the holder changes nothing', () => {
    waiting.commands(agent('ann'), claim('s1')).when(claim('s1'), agent('ann')).then([]);
  });

  test('D-CLAIM-4 there is nothing to claim once a chat is over, or before it is known', () => {
    waiting.when(claim('s2'), agent('ann')).then({ refused: 'not-waiting' });
    after(waiting, release('s1')).when(claim('s1'), agent('ann')).then({ refused: 'not-waiting' });
  });
});

describe('slots', () => {
  test('D-SLOT-1 the load is what is held, by name', () => {
    const held = after(ann, queue('s1'), queue('s2', 3));
    expect(held.state.agents.get('ann')?.held).toEqual(
      new Map([
        ['s1', 1],
        ['s2', 3],
      ]),
    );
    expect(after(held, release('s1')).state.agents.get('ann')?.held).toEqual(new Map([['s2', 3]]));
  });

  test('D-SLOT-2 a release frees up to its ticket and nothing above', () => {
    const held = after(ann, queue('s1', 5));
    held.when(release('s1', 4), system).then([]);
    held
      .when(release('s1', 9), system)
      .then([{ type: 'ChatReleased', data: { session: 's1', ticket: 5, upTo: 9, agentId: 'ann', reason: 'closed' } }]);
    after(empty, queue('s1', 5))
      .when(release('s1', 5), system)
      .then([{ type: 'ChatDequeued', data: { session: 's1', ticket: 5, reason: 'closed' } }]);
    after(held, release('s1', 9)).when(release('s1', 9), system).then([]);
  });

  test('D-SLOT-5 the release of an erased session leaves an event, though nothing waits', () => {
    const closed = after(ann, queue('s1'), release('s1', 4));
    expect(brief(closed.when(release('s1', 7, 'erased'), system))).toEqual(['ChatDequeued s1']);
  });
});

describe('agents', () => {
  test('D-AGENT-1 registering again changes what is registered, and nothing else', () => {
    const held = after(ann, queue('s1'));
    held.when(register('ann'), system).then([]);
    const renamed = after(held, register('ann', { agentName: 'Ann B.', teams: ['sales'] }));
    expect(renamed.state.agents.get('ann')).toMatchObject({ name: 'Ann B.', availability: 'online', present: true });
    expect(renamed.state.agents.get('ann')?.held.size).toBe(1);
  });

  test('D-AGENT-2 away keeps what is held and gets no more', () => {
    const away = after(ann, queue('s1')).when(set('away'), agent('ann'));
    expect(brief(away)).toEqual(['AvailabilityChanged ann']);
    expect(reasons(away.when(queue('s2'), system), 'ChatQueued')).toEqual(['ann away']);
    away.when(set('away'), agent('ann')).then([]);
  });

  test('D-AGENT-2 offline by choice has the chats recalled', () => {
    expect(brief(after(ann, queue('s1'), queue('s2')).when(set('offline'), agent('ann')))).toEqual([
      'AvailabilityChanged ann',
      'ChatRecalled s1 ann',
      'ChatRecalled s2 ann',
    ]);
  });

  test('D-AGENT-3 absence recalls, and on arrival the choice counts again', () => {
    const gone = after(ann, queue('s1')).when(leave('ann'), system);
    expect(gone.lastEvents).toEqual([
      {
        type: 'AvailabilityChanged',
        data: { agentId: 'ann', availability: 'online', present: false, reason: 'presence-lost' },
      },
      { type: 'ChatRecalled', data: { session: 's1', ticket: 1, agentId: 'ann', reason: 'agent-offline' } },
    ]);
    const back = gone.commands(system, release('s1', 2, 'unassigned'), queue('s1', 3), arrive('ann'));
    expect(brief(back)).toEqual(['AvailabilityChanged ann', 'ChatAssigned s1 ann']);
    back.when(arrive('ann'), system).then([]);
  });

  test('D-AGENT-4 who is made inactive gets no more and gives back what they hold', () => {
    const inactive = after(ann, queue('s1')).when(register('ann', { active: false }), system);
    expect(brief(inactive)).toEqual(['AgentRegistered ann', 'ChatRecalled s1 ann']);
    expect(reasons(inactive.when(queue('s2'), system), 'ChatQueued')).toEqual(['ann inactive']);
  });

  test('D-AGENT-5 a recalled chat keeps its slot until it is released, and is recalled once', () => {
    const recalled = after(withAgent(empty, 'ann', { capacity: 1 }), queue('s1'), leave('ann'));
    recalled.when(leave('ann'), system).then([]);
    const back = after(recalled, arrive('ann'));
    expect(reasons(back.when(queue('s2'), system), 'ChatQueued')).toEqual(['ann at-capacity']);
    expect(brief(after(back, queue('s2')).when(release('s1', 2), system)).at(-1)).toBe('ChatAssigned s2 ann');
  });
});

describe('the log', () => {
  const day = (n: number, hour = 0): string => new Date(Date.UTC(2026, 0, 1 + n, hour)).toISOString();

  test('D-LOG-2 a command that comes again after its id is forgotten changes nothing, by its ticket', () => {
    const first = queue('s1');
    const later = after(ann, first).at(day(1, 1)).commands(system, queue('s2'));
    expect(later.folded.settled.has(first.id)).toBe(false);
    later.when(first, system).then([]);
    const released = later.commands(system, release('s1', 2));
    released.when(first, system).then({ refused: 'outdated-ticket' });
  });

  test('D-LOG-3 tickets that are over are remembered for a week, and not for ever', () => {
    const over = after(empty.at(day(0)), queue('s1'), release('s1', 3));
    const week = over.at(day(6, 23)).commands(system, queue('s2'), release('s2'));
    week.when(queue('s1', 2), system).then({ refused: 'outdated-ticket' });
    const weeks = week.at(day(8)).commands(system, release('s3')).at(day(16)).commands(system, release('s4'));
    expect(brief(weeks.when(queue('s1', 2), system))).toEqual(['ChatQueued s1']);
  });
});
