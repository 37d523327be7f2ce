import type { Actor, DeskCommand, DeskEvent } from '@holdfast/contracts';
import { given, type Scenario } from '@holdfast/event-sourcing';
import { desk, type Command, type DeskState } from './desk.ts';

/* Actors and commands for specs of the desk. Ids of commands are counted, so none comes twice by accident. */

export const system: Actor = { kind: 'system', id: 'desk' };
export const agent = (id: string): Actor => ({ kind: 'agent', id, name: id, role: 'agent' });
export const visitor: Actor = { kind: 'visitor', id: 'visitor' };

type Data<T extends DeskCommand['type']> = Extract<DeskCommand, { type: T }>['data'];
let count = 0;
const command = <T extends DeskCommand['type']>(type: T, data: Data<T>): DeskCommand =>
  ({ id: `c${String((count += 1))}`, type, data }) as DeskCommand;

export const register = (agentId: string, more: Partial<Data<'RegisterAgent'>> = {}): DeskCommand =>
  command('RegisterAgent', { agentId, agentName: agentId, teams: ['help'], capacity: 2, active: true, ...more });
export const route = (siteId: string, teamId: string): DeskCommand => command('RouteSite', { siteId, teamId });
export const arrive = (agentId: string): DeskCommand => command('NoteArrival', { agentId });
export const leave = (agentId: string): DeskCommand => command('NoteAbsence', { agentId });
export const set = (availability: Data<'SetAvailability'>['availability']): DeskCommand =>
  command('SetAvailability', { availability });
export const claim = (session: string): DeskCommand => command('ClaimChat', { session });
export const queue = (session: string, ticket = 1, more: Partial<Data<'QueueChat'>> = {}): DeskCommand => {
  const asked = { siteId: 'shop', teamId: 'help', since: '2026-01-01T00:00:00.000Z', reason: 'opened' } as const;
  return command('QueueChat', { session, ticket, ...asked, ...more });
};
export const release = (session: string, ticket = 1, reason: Data<'ReleaseChat'>['reason'] = 'closed'): DeskCommand =>
  command('ReleaseChat', { session, ticket, reason });

export type DeskScenario = Scenario<Command, DeskEvent, DeskState>;
export const empty: DeskScenario = given(desk);

/** An agent who is there, online, and may get chats. */
export const withAgent = (
  scenario: DeskScenario,
  id: string,
  more: Partial<Data<'RegisterAgent'>> = {},
): DeskScenario => scenario.commands(system, register(id, more), arrive(id)).commands(agent(id), set('online'));

/** What the last command led to, as `type session agent` where there are any. */
export const brief = (scenario: DeskScenario): string[] =>
  scenario.lastEvents.map(({ type, data }) => {
    const { session, agentId } = data as { session?: string; agentId?: string };
    return [type, session, agentId].filter((part) => part !== undefined).join(' ');
  });

/** The reasons that the last event of this type gives: `agent verdict`. */
export const reasons = (scenario: DeskScenario, type: 'ChatAssigned' | 'ChatQueued'): string[] => {
  const event = (scenario.lastEvents as readonly DeskEvent[]).findLast((candidate) => candidate.type === type);
  if (event?.type !== 'ChatAssigned' && event?.type !== 'ChatQueued') return [];
  return event.data.considered.map(({ agentId, verdict }) => `${agentId} ${verdict}`);
};
