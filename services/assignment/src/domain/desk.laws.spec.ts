import { deepStrictEqual } from 'node:assert';
import { describe, test } from '@jest/globals';
import {
  type Actor,
  type Commit,
  type CommandRequest,
  type DeskCommand,
  type DeskEvent,
  emptyRoster,
  queuePlaces,
  rosterAfter,
} from '@holdfast/contracts';
import { decideRequest, fold, unfolded, type Folded } from '@holdfast/event-sourcing';
import { checkLaw } from '@holdfast/testing';
import fc from 'fast-check';
import { rosterOf, waitingOf } from '../roster/roster.ts';
import { Ledger } from './desk-ledger.harness.ts';
import { agent, system } from './desk.harness.ts';
import { desk, type DeskState } from './desk.ts';

/* Laws over random histories: late and early tickets, repeated commands, agents who come and go, capacities that change. */

const AGENTS = ['ann', 'bob', 'eve', 'sue'];
const TEAMS = ['help', 'sales', 'night'];
const SESSIONS = ['s1', 's2', 's3', 's4', 's5', 's6', 's7'];
const one = (from: readonly string[]) => fc.constantFrom(...from);
const ticket = fc.integer({ min: 1, max: 9 });
const instant = '2026-01-01T00:00:00.000Z';

type Step = readonly [Actor, DeskCommand];
const bySystem = (type: DeskCommand['type'], data: fc.Arbitrary<unknown>): fc.Arbitrary<Step> =>
  data.map((value) => [system, { id: '', type, data: value } as DeskCommand]);
const byAgent = (type: DeskCommand['type'], data: fc.Arbitrary<unknown>): fc.Arbitrary<Step> =>
  fc.tuple(one(AGENTS), data).map(([id, value]) => [agent(id), { id: '', type, data: value } as DeskCommand]);

/** One of them, or none: none `weight` times as often. */
const optional = <T>(value: fc.Arbitrary<T>, weight: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 1, arbitrary: value }, { weight, arbitrary: fc.constant(undefined) });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: bySystem('NoteArrival', fc.record({ agentId: one(AGENTS) })) },
  { weight: 1, arbitrary: bySystem('NoteAbsence', fc.record({ agentId: one(AGENTS) })) },
  { weight: 1, arbitrary: bySystem('RouteSite', fc.record({ siteId: one(['shop', 'blog']), teamId: one(TEAMS) })) },
  {
    weight: 2,
    arbitrary: bySystem(
      'RegisterAgent',
      fc.record({
        agentId: one(AGENTS),
        agentName: fc.constant('name'),
        teams: fc.subarray(TEAMS),
        capacity: fc.integer({ min: 0, max: 3 }),
        active: fc.boolean(),
      }),
    ),
  },
  {
    weight: 8,
    arbitrary: bySystem(
      'QueueChat',
      fc.record({
        session: one(SESSIONS),
        ticket,
        siteId: one(['shop', 'blog', 'new']),
        teamId: optional(one(TEAMS), 1),
        preferAgentId: optional(one(AGENTS), 3),
        avoidAgentId: optional(one(AGENTS), 3),
        since: fc.constant(instant),
        reason: fc.constant('opened'),
      }),
    ),
  },
  {
    weight: 6,
    arbitrary: bySystem(
      'ReleaseChat',
      fc.record({ session: one(SESSIONS), ticket, reason: fc.constantFrom('closed', 'unassigned', 'erased') }),
    ),
  },
  {
    weight: 4,
    arbitrary: byAgent(
      'SetAvailability',
      fc.record({ availability: fc.constantFrom('online', 'online', 'away', 'offline') }),
    ),
  },
  { weight: 4, arbitrary: byAgent('ClaimChat', fc.record({ session: one(SESSIONS) })) },
);

/** Four agents who are there, then anything; now and then a command that came before comes again under its id. */
const opening: Step[] = AGENTS.flatMap((id, n): Step[] => [
  [
    system,
    {
      id: '',
      type: 'RegisterAgent',
      data: { agentId: id, agentName: id, teams: [TEAMS[n % 2] ?? 'help'], capacity: 1 + (n % 2), active: true },
    },
  ],
  [system, { id: '', type: 'NoteArrival', data: { agentId: id } }],
  [agent(id), { id: '', type: 'SetAvailability', data: { availability: 'online' } }],
]);
const history = fc
  .array(fc.tuple(step, optional(fc.nat(), 8)), { minLength: 10, maxLength: 80, size: 'max' })
  .map((drawn): CommandRequest<DeskCommand>[] => {
    const requests: CommandRequest<DeskCommand>[] = [];
    for (const [[actor, command], again] of [...opening.map((first) => [first, undefined] as const), ...drawn]) {
      const earlier = again === undefined ? undefined : requests[again % (requests.length + 1)];
      const id = `r${String(requests.length)}`;
      const fresh = { id, at: instant, correlationId: id, actor, commands: [{ ...command, id: `c-${id}` }] };
      requests.push(earlier === undefined ? fresh : { ...earlier, id });
    }
    return requests;
  });

interface Run {
  readonly folded: Folded<DeskState>;
  readonly commits: readonly Commit<DeskEvent>[];
}
function run(requests: readonly CommandRequest<DeskCommand>[], onCommit?: (commit: Commit<DeskEvent>) => void): Run {
  let folded = unfolded(desk);
  const commits: Commit<DeskEvent>[] = [];
  for (const request of requests) {
    const { commit } = decideRequest(desk, folded, request, { commitId: `commit-${request.id}` });
    if (commit === null) continue;
    commits.push(commit);
    folded = fold(desk, folded, { commit, sequence: folded.sequence + 1 });
    onCommit?.(commit);
  }
  return { folded, commits };
}

const law = (title: string, check: (ledger: Ledger, event: DeskEvent) => void, atCommit?: (ledger: Ledger) => void) =>
  checkLaw(
    import.meta.url,
    title,
    fc.property(history, (requests) => {
      const ledger = new Ledger();
      run(requests, (commit) => {
        for (const event of commit.events) {
          check(ledger, event);
          ledger.enter(event);
        }
        atCommit?.(ledger);
      });
    }),
    { runs: 400 },
  );

describe('laws of the desk', () => {
  test('D-SLOT-4 a session has at most one decided agent at every prefix (I6)', () =>
    law('one agent', (ledger, event) => ledger.checkOneAgent(event)));

  test('D-SLOT-3 automatic routing never exceeds a capacity at any prefix (I7)', () =>
    law('capacity', (ledger, event) => ledger.checkCapacity(event)));

  test('D-ROUTE-3 nobody is served before somebody who waited longer and could have had the same agent', () =>
    law('no starvation', (ledger, event) => ledger.checkTurn(event)));

  test('D-ROUTE-7 after no commit does a chat wait for an agent who could have it', () =>
    law(
      'nothing left over',
      () => undefined,
      (ledger) => ledger.checkNothingLeftOver(),
    ));

  test('D-WHY-1 every decision names the chosen one and everybody else with a reason', () =>
    law('reasons', (ledger, event) => ledger.checkReasons(event)));

  test('D-SLOT-1 the folded loads are the slots that the events name', () =>
    checkLaw(
      import.meta.url,
      'loads',
      fc.property(history, (requests) => {
        const ledger = new Ledger();
        const { folded } = run(requests, (commit) => commit.events.forEach((event) => ledger.enter(event)));
        for (const { id, held } of folded.state.agents.values()) deepStrictEqual(new Map(held), ledger.slotsOf(id));
        deepStrictEqual(folded.state.queue, ledger.queue);
      }),
      { runs: 300 },
    ));

  test('D-ROSTER-1 whoever folds the events has the desk as it says itself to be, and the same places', () =>
    checkLaw(
      import.meta.url,
      'roster',
      fc.property(history, (requests) => {
        let told = emptyRoster;
        const { folded } = run(requests, (commit) => {
          for (const event of commit.events) told = rosterAfter(told, event);
        });
        const own = rosterOf({ v: folded.v, state: folded.state });
        deepStrictEqual(
          [...told.queue.keys()],
          own.queue.map(({ session }) => session),
        );
        deepStrictEqual(new Map(told.sites), new Map(own.sites.map(({ siteId, teamId }) => [siteId, teamId])));
        deepStrictEqual(
          [...told.chats].map(([session, { agentId }]) => `${session} ${agentId}`).sort(),
          own.chats.map(({ session, agentId }) => `${session} ${agentId}`).sort(),
        );
        deepStrictEqual(
          [...told.agents.values()].map(({ id, load }) => [id, load]).sort(),
          own.agents.map(({ id, load }) => [id, load]).sort(),
        );
        for (const [session, { position }] of queuePlaces(told))
          deepStrictEqual(waitingOf(folded.state, session)?.position, position);
      }),
      { runs: 300 },
    ));

  test('D-LOG-1 a fold may stop and go on anywhere, and decides the same again', () =>
    checkLaw(
      import.meta.url,
      'fold',
      fc.property(history, fc.nat(), (requests, at) => {
        const { folded, commits } = run(requests);
        const cut = at % (commits.length + 1);
        const stored = (JSON.parse(JSON.stringify(commits)) as Commit<DeskEvent>[]).map((commit, n) => ({
          commit,
          sequence: n + 1,
        }));
        let again = unfolded(desk);
        for (const entry of stored.slice(0, cut)) again = fold(desk, again, entry);
        const causes = new Map(requests.map((request) => [request.id, request]));
        for (const entry of stored.slice(cut)) {
          const request = causes.get(entry.commit.causationId);
          if (request === undefined) throw new Error('a commit without its cause');
          const { commit } = decideRequest(desk, again, request, { commitId: entry.commit.id });
          deepStrictEqual(JSON.parse(JSON.stringify(commit)), entry.commit);
          again = fold(desk, again, entry);
        }
        deepStrictEqual(comparable(again.state), comparable(folded.state));
      }),
      { runs: 200 },
    ));
});

/** Without keys whose value is undefined: what was written as JSON has lost them. */
const comparable = (state: DeskState): unknown =>
  JSON.parse(
    JSON.stringify(state, (_, value: unknown) =>
      value instanceof Map ? [...(value as Map<unknown, unknown>)].sort() : value,
    ),
  );
