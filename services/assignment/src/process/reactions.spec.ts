import { describe, expect, test } from '@jest/globals';
import {
  type Actor,
  CommandId,
  DeskCommand,
  type DeskEvent,
  SessionCommand,
  type SessionEvent,
} from '@holdfast/contracts';
import type { WorkspaceEvent } from '@holdfast/contracts';
import { onDesk, onRefusal, onSession, onWorkspace, SOURCE_EVENTS, type Happening } from './reactions.ts';
import { placeAfter } from './session-place.ts';

const at = '2026-01-01T00:00:00.000Z';
const place = { siteId: 'shop', teamId: 'help' };
const system: Actor = { kind: 'system', id: 'desk' };
const session = (event: SessionEvent, actor: Actor = system): Happening<SessionEvent> => ({
  ref: { workspace: 'w', kind: 'session', id: 's1' },
  at,
  actor,
  event: { ...event, v: 7 },
});
const desk = (event: DeskEvent): Happening<DeskEvent> => ({
  ref: { workspace: 'w', kind: 'desk', id: 'main' },
  at,
  actor: system,
  event: { ...event, v: 7 },
});
const workspace = (event: WorkspaceEvent): Happening<WorkspaceEvent> => ({
  ref: { workspace: 'w', kind: 'workspace', id: 'main' },
  at,
  actor: system,
  event: { ...event, v: 7 },
});
const queued = (more: object): object => ({
  id: 's1/7/queue-chat',
  type: 'QueueChat',
  data: { session: 's1', ticket: 7, ...place, since: at, ...more },
});
const released = (ticket: number, reason: string): object => ({
  id: 's1/7/release-chat',
  type: 'ReleaseChat',
  data: { session: 's1', ticket, reason },
});
const assigned: DeskEvent = {
  type: 'ChatAssigned',
  data: {
    session: 's1',
    ticket: 3,
    agentId: 'ann',
    agentName: 'Ann',
    kind: 'automatic',
    since: at,
    considered: [],
    consideredTotal: 0,
  },
};
const recalled: DeskEvent = {
  type: 'ChatRecalled',
  data: { session: 's1', ticket: 3, agentId: 'ann', reason: 'agent-offline' },
};

describe('from sessions to the desk', () => {
  test.each(
    (
      [
        [
          { type: 'SessionOpened', data: { siteId: 'shop', visitorId: 'v', visitor: {} } },
          [queued({ reason: 'opened' })],
        ],
        [{ type: 'SessionReopened', data: {} }, [released(6, 'closed'), queued({ reason: 'reopened' })]],
        [
          { type: 'AgentUnassigned', data: { agentId: 'ann', reason: 'returned' } },
          [released(6, 'unassigned'), queued({ reason: 'returned', avoidAgentId: 'ann' })],
        ],
        [
          { type: 'AgentUnassigned', data: { agentId: 'ann', reason: 'agent-offline' } },
          [released(6, 'unassigned'), queued({ reason: 'agent-offline' })],
        ],
        [
          { type: 'TransferRequested', data: { fromAgentId: 'ann', toAgentId: 'bob' } },
          [released(6, 'transfer'), queued({ reason: 'transfer', preferAgentId: 'bob', avoidAgentId: 'ann' })],
        ],
        [
          { type: 'TransferRequested', data: { toTeamId: 'help' } },
          [released(6, 'transfer'), queued({ reason: 'transfer' })],
        ],
        [{ type: 'SessionClosed', data: {} }, [released(7, 'closed')]],
        [{ type: 'SessionErased', data: {} }, [released(7, 'erased')]],
      ] as [SessionEvent, object[]][]
    ).map(([event, commands]) => ({ event, commands })),
  )('D-PROC-1 $event.type', ({ event, commands }) => {
    const errand = onSession(session(event), place);
    expect(errand).toEqual({ to: { workspace: 'w', kind: 'desk', id: 'main' }, commands });
    for (const command of errand?.commands ?? []) DeskCommand.parse(command);
  });

  test('D-PROC-1 a session that an agent reopened is queued for them first', () => {
    const ann: Actor = { kind: 'agent', id: 'ann', name: 'Ann', role: 'agent' };
    expect(onSession(session({ type: 'SessionReopened', data: {} }, ann), place)?.commands).toEqual([
      released(6, 'closed'),
      queued({ reason: 'reopened', preferAgentId: 'ann' }),
    ]);
  });

  test('D-PROC-1 other events of a session ask nothing', () => {
    expect(onSession(session({ type: 'MessagePosted', data: { text: 'hi', visibility: 'public' } }), place)).toBeNull();
  });

  test('D-PROC-1 of a session whose beginning is erased nothing is asked but what it still needs released', () => {
    const opened: SessionEvent = { type: 'SessionOpened', data: { siteId: 'shop', visitorId: 'v', visitor: {} } };
    expect(onSession(session(opened), undefined)).toBeNull();
    expect(onSession(session({ type: 'SessionReopened', data: {} }), undefined)?.commands).toHaveLength(1);
  });

  test('D-PROC-2 a session belongs to the team it was opened for, or transferred to last', () => {
    const events: SessionEvent[] = [
      { type: 'SessionOpened', data: { siteId: 'shop', teamId: 'help', visitorId: 'v', visitor: {} } },
      { type: 'TransferRequested', data: { toTeamId: 'sales' } },
      { type: 'TransferRequested', data: { toAgentId: 'bob' } },
      { type: 'SessionClosed', data: {} },
    ];
    expect(events.reduce(placeAfter, undefined)).toEqual({ siteId: 'shop', teamId: 'sales' });
    expect([...events, { type: 'SessionErased', data: {} } as const].reduce(placeAfter, undefined)).toBeUndefined();
  });
});

describe('from the desk to sessions', () => {
  const to = { workspace: 'w', kind: 'session', id: 's1' };

  test('D-PROC-3 a decision assigns, and names itself', () => {
    expect(onDesk(desk(assigned))).toEqual({
      to,
      commands: [
        {
          id: 'main/7/assign-agent',
          type: 'AssignAgent',
          data: { ticket: 3, agentId: 'ann', agentName: 'Ann', decisionId: 'main/7' },
        },
      ],
    });
  });

  test('D-PROC-3 a recall unassigns', () => {
    const data = { ticket: 3, reason: 'agent-offline' };
    expect(onDesk(desk(recalled))).toEqual({
      to,
      commands: [{ id: 'main/7/unassign-agent', type: 'UnassignAgent', data }],
    });
  });

  test.each([
    { event: assigned, reason: 'assignment-refused' },
    { event: recalled, reason: 'unassigned' },
  ])('D-PROC-4 a refusal that follows $event.type frees the slot', ({ event, reason }) => {
    expect(onRefusal(desk(event))).toEqual({
      to: { workspace: 'w', kind: 'desk', id: 'main' },
      commands: [{ id: 'main/7/release-refused', type: 'ReleaseChat', data: { session: 's1', ticket: 3, reason } }],
    });
  });

  test('D-PROC-3 other events of the desk ask nothing', () => {
    const released: DeskEvent = {
      type: 'ChatReleased',
      data: { session: 's1', ticket: 3, agentId: 'ann', reason: 'closed' },
    };
    expect(onDesk(desk(released))).toBeNull();
    expect(onRefusal(desk(released))).toBeNull();
  });

  test('D-PROC-3 what is asked is readable by who is asked', () => {
    for (const event of [assigned, recalled]) {
      for (const command of onDesk(desk(event))?.commands ?? []) SessionCommand.parse(command);
      for (const command of onRefusal(desk(event))?.commands ?? []) DeskCommand.parse(command);
    }
  });
});

describe('from the workspace to the desk', () => {
  test('D-PROC-5 agents are registered and sites routed', () => {
    const agent = { agentId: 'ann', name: 'Ann', teams: ['help'], capacity: 3, active: true };
    const saved = workspace({ type: 'AgentSaved', data: { ...agent, email: 'a@b.c', role: 'agent' } });
    expect(onWorkspace(saved)?.commands).toEqual([
      {
        id: 'main/7/register-agent',
        type: 'RegisterAgent',
        data: { agentId: 'ann', agentName: 'Ann', teams: ['help'], capacity: 3, active: true },
      },
    ]);
    const site = { siteId: 'shop', name: 'Shop', teamId: 'help', allowedOrigins: [] };
    expect(onWorkspace(workspace({ type: 'SiteSaved', data: site }))?.commands).toEqual([
      { id: 'main/7/route-site', type: 'RouteSite', data: { siteId: 'shop', teamId: 'help' } },
    ]);
    expect(onWorkspace(workspace({ type: 'TeamSaved', data: { teamId: 'help', name: 'Help' } }))).toBeNull();
  });

  test('D-PROC-6 every id is of the derived form, and no two kinds of source share one', () => {
    const ids = [
      ...(onSession(session({ type: 'SessionReopened', data: {} }), place)?.commands ?? []),
      ...(onDesk(desk(assigned))?.commands ?? []),
      ...(onDesk(desk(recalled))?.commands ?? []),
      ...(onRefusal(desk(assigned))?.commands ?? []),
    ].map(({ id }) => CommandId.parse(id));
    expect(new Set(ids.map((id) => id.split('/')[2])).size).toBe(ids.length);
    for (const type of ['ChatAssigned', 'SessionClosed', 'AgentSaved']) expect(SOURCE_EVENTS.has(type)).toBe(true);
  });
});
