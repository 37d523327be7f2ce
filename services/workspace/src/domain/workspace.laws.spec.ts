import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Actor, WorkspaceEvent } from '@holdfast/contracts';
import { decideRequest, fold, type Folded, type StoredCommit, unfolded } from '@holdfast/event-sourcing';
import { addressKey, type Asked, type Workspace, workspaceDecider } from './workspace.ts';

const few = <T extends string>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const agents = few('ada', 'bo', 'cy');
const teams = few('sales', 'support', 'void');
const role = few('agent', 'supervisor', 'admin');
const data = {
  agent: fc.record({
    agentId: agents,
    name: few('A', 'B'),
    email: few('x@s.example', 'X@s.example', 'y@s.example', 'z@s.example'),
    role,
    teams: fc.uniqueArray(teams, { maxLength: 2 }),
    capacity: fc.nat(3),
    active: fc.boolean(),
  }),
  team: fc.record({ teamId: teams, name: few('A', 'B') }),
  site: fc.record({
    siteId: few('web', 'app'),
    name: few('A', 'B'),
    teamId: teams,
    allowedOrigins: fc.constant<string[]>([]),
  }),
  reply: fc.record({ replyId: few('r1', 'r2', 'r3'), shortcut: few('hi', 'bye'), text: few('A', 'B') }),
};
const id = few('1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15');
const command: fc.Arbitrary<Asked> = fc.oneof(
  fc.record({ id, type: fc.constant('CreateWorkspace' as const), data: fc.record({ name: few('Shop', 'Store') }) }),
  fc.record({ id, type: fc.constant('SaveAgent' as const), data: data.agent, taken: fc.boolean() }),
  fc.record({ id, type: fc.constant('SaveTeam' as const), data: data.team }),
  fc.record({ id, type: fc.constant('SaveSite' as const), data: data.site, taken: fc.boolean() }),
  fc.record({ id, type: fc.constant('SaveCannedReply' as const), data: data.reply }),
  fc.record({ id, type: fc.constant('RemoveCannedReply' as const), data: fc.record({ replyId: few('r1', 'r2') }) }),
  fc.record({ id, type: fc.constant('Withdraw' as const), data: fc.record({ commandId: id }) }),
  fc.record({ id, type: fc.constant('Unreadable' as const), data: fc.constant({}) }),
);
const actor: fc.Arbitrary<Actor> = fc.oneof(
  { arbitrary: fc.constant({ kind: 'system' as const, id: 'seed' }), weight: 4 },
  fc.record({ kind: fc.constant('agent' as const), id: agents, name: fc.constant('x'), role }),
  fc.constant({ kind: 'visitor' as const, id: 'v' }),
);
const history = fc.array(fc.record({ actor, commands: fc.array(command, { minLength: 1, maxLength: 4 }) }), {
  maxLength: 25,
});

const live = (
  requests: { actor: Actor; commands: Asked[] }[],
): { folded: Folded<Workspace>; log: StoredCommit[]; states: Workspace[] } => {
  let folded = unfolded(workspaceDecider);
  const log: StoredCommit[] = [];
  const states: Workspace[] = [];
  requests.forEach((request, n) => {
    const { commit } = decideRequest(
      workspaceDecider,
      folded,
      { ...request, id: `r${String(n)}`, at: '2026-01-01T00:00:00.000Z', correlationId: 'c' },
      { commitId: `k${String(n)}` },
    );
    if (commit === null) return;
    const stored = { commit, sequence: log.length + 1 };
    log.push(stored);
    folded = fold(workspaceDecider, folded, stored);
    states.push(folded.state);
  });
  return { folded, log, states };
};

describe('whatever is asked', () => {
  test('W-FOLD-1 one outcome a command, dense numbers, and the state is that of the log', () => {
    fc.assert(
      fc.property(history, (requests) => {
        const { folded, log } = live(requests);
        const again = log.reduce(
          (before, stored) => fold(workspaceDecider, before, stored),
          unfolded(workspaceDecider),
        );
        expect(again.state).toEqual(folded.state);
        const settled = log.flatMap(({ commit }) => commit.outcomes.map(({ commandId }) => commandId));
        expect(new Set(settled).size).toBe(settled.length);
        const numbers = log.flatMap(({ commit }) => commit.events.map(({ v }) => v));
        expect(numbers).toEqual(numbers.map((_, n) => n + 1));
        expect(log.every(({ commit }) => commit.w === 0)).toBe(true);
      }),
    );
  });

  test('W-AGENT-2 W-AGENT-3 W-REPLY-1 W-SITE-1 what is kept true holds after every commit', () => {
    fc.assert(
      fc.property(history, (requests) => {
        let hadAdmin = false;
        for (const state of live(requests).states) {
          if (state.status === 'absent') continue;
          const people = [...state.agents.values()];
          expect(new Set(people.map(({ email }) => addressKey(email))).size).toBe(people.length);
          const hasAdmin = people.some((agent) => agent.active && agent.role === 'admin');
          expect(hasAdmin || !hadAdmin).toBe(true);
          hadAdmin ||= hasAdmin;
          expect(new Set([...state.replies.values()].map(({ shortcut }) => shortcut)).size).toBe(state.replies.size);
          expect([...state.sites.values()].every(({ teamId }) => state.teams.has(teamId))).toBe(true);
          expect(people.every((agent) => agent.teams.every((team) => state.teams.has(team)))).toBe(true);
        }
      }),
    );
  });

  test('W-FOLD-1 every event is of the language', () => {
    const types = new Set<WorkspaceEvent['type']>([
      'WorkspaceCreated',
      'AgentSaved',
      'TeamSaved',
      'SiteSaved',
      'CannedReplySaved',
      'CannedReplyRemoved',
    ]);
    expect(workspaceDecider.knownEvents).toEqual(types);
  });
});
