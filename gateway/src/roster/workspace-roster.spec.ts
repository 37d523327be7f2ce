import { type Commit, type DeskEvent, type RosterAgent } from '@holdfast/contracts';
import { expect, test } from '@jest/globals';
import { WorkspaceRoster } from './workspace-roster.ts';

const agent: RosterAgent = {
  id: 'bert',
  name: 'Bert',
  availability: 'online',
  present: true,
  load: 0,
  capacity: 4,
  teams: [],
  active: true,
};
const assigned = (session: string): DeskEvent => ({
  type: 'ChatAssigned',
  data: {
    session,
    ticket: 1,
    agentId: 'bert',
    agentName: 'Bert',
    kind: 'automatic',
    since: '2026-01-01T00:00:00.000Z',
    considered: [],
    consideredTotal: 0,
  },
});
const commit = (v: number, event: DeskEvent): Commit<DeskEvent> => ({
  id: `c${v}`,
  at: '2026-01-01T00:00:00.000Z',
  actor: { kind: 'system', id: 'desk' },
  causationId: 'r',
  correlationId: 'r',
  v,
  w: 0,
  outcomes: [],
  events: [{ ...event, id: `c${v}/0`, ver: 1, v, w: 0 }],
});

test('G-ROSTER-1 the desk as it was, and every event since, once', async () => {
  const states = [{ v: 3, agents: [agent], chats: [], queue: [], sites: [] }];
  let changes = 0;
  const roster = new WorkspaceRoster(
    'acme',
    {
      desk: () => Promise.resolve(states[0] ?? { v: 0, agents: [], chats: [], queue: [], sites: [] }),
      delay: () => Promise.resolve(),
      failed: () => undefined,
    },
    () => changes++,
  );
  const loading = roster.load();
  expect(roster.frame).toBeNull();
  roster.take(commit(3, assigned('counted-already')));
  roster.take(commit(4, assigned('s1')));
  await loading;
  const load = () => (JSON.parse(roster.frame ?? '') as { agents: RosterAgent[] }).agents[0]?.load;
  expect(load()).toBe(1);
  roster.take(commit(5, assigned('s2')));
  expect(load()).toBe(2);
  expect(changes).toBeGreaterThanOrEqual(2);
});

test('G-ROSTER-1 a desk of before the listening began, and one that does not answer, are asked again', async () => {
  const answers = [
    () => Promise.reject(new Error('no answer')),
    () => Promise.resolve({ v: 1, agents: [], chats: [], queue: [], sites: [] }),
    () => Promise.resolve({ v: 2, agents: [agent], chats: [], queue: [], sites: [] }),
  ];
  const roster = new WorkspaceRoster(
    'acme',
    {
      desk: () => (answers.shift() ?? (() => Promise.reject(new Error('too often'))))(),
      delay: () => Promise.resolve(),
      failed: () => undefined,
    },
    () => undefined,
  );
  const loading = roster.load();
  roster.take(commit(3, assigned('s1')));
  await loading;
  expect(answers).toEqual([]);
  expect(roster.frame).toContain('"load":1');
});
