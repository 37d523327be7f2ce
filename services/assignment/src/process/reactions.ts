import {
  type Actor,
  DESK_ID,
  derivedCommandId,
  type AggregateRef,
  type AnyCommand,
  type DeskCommand,
  type DeskEvent,
  type RecordedEvent,
  type SessionCommand,
  type SessionEvent,
  type WorkspaceEvent,
} from '@holdfast/contracts';
import type { SessionPlace } from './session-place.ts';

/*
 * What follows from what: a table from events of one aggregate to requests for another one.
 * Ids come from the source event, so that the same event always asks for the same commands.
 */

/** Commands for one aggregate, to be decided together. */
export interface Errand {
  readonly to: AggregateRef;
  readonly commands: readonly AnyCommand[];
}

/** An event with where, when and by whom it happened. */
export interface Happening<E> {
  readonly ref: AggregateRef;
  readonly at: string;
  readonly actor: Actor;
  readonly event: E & Pick<RecordedEvent, 'v'>;
}

/** Event types that lead to anything: commits without one of them need not be read. */
export const SOURCE_EVENTS: ReadonlySet<string> = new Set([
  'SessionOpened',
  'SessionReopened',
  'AgentUnassigned',
  'TransferRequested',
  'SessionClosed',
  'SessionErased',
  'ChatAssigned',
  'ChatRecalled',
  'AgentSaved',
  'SiteSaved',
] satisfies (SessionEvent | DeskEvent | WorkspaceEvent)['type'][]);

/** Which of them need to know where the session belongs. */
export const asksForAgent = (type: string): boolean =>
  type === 'SessionOpened' || type === 'SessionReopened' || type === 'AgentUnassigned' || type === 'TransferRequested';

/** What a session's event asks of the desk. `place` is as it stands after the event; without one (the session is erased) nothing is asked. */
export function onSession(
  { ref, at, actor, event }: Happening<SessionEvent>,
  place: SessionPlace | undefined,
): Errand | null {
  const { workspace, id: session } = ref;
  const { v: ticket } = event;
  const to = deskOf(workspace);
  const command = commandsOf<DeskCommand>(ref, ticket);
  type Release = Extract<DeskCommand, { type: 'ReleaseChat' }>['data'];
  const release = (upTo: number, reason: Release['reason']): AnyCommand =>
    command('release-chat', 'ReleaseChat', { session, ticket: upTo, reason });
  const queue = (more: Pick<Queue, 'reason' | 'preferAgentId' | 'avoidAgentId'>): readonly AnyCommand[] =>
    place === undefined ? [] : [command('queue-chat', 'QueueChat', { session, ticket, ...place, since: at, ...more })];

  switch (event.type) {
    case 'SessionOpened':
      return errand(to, queue({ reason: 'opened' }));
    case 'SessionReopened': {
      const prefer = actor.kind === 'agent' ? { preferAgentId: actor.id } : {};
      return errand(to, [release(ticket - 1, 'closed'), ...queue({ reason: 'reopened', ...prefer })]);
    }
    case 'AgentUnassigned': {
      const { reason, agentId } = event.data;
      const why = reason === 'returned' ? { reason, avoidAgentId: agentId } : { reason };
      return errand(to, [release(ticket - 1, 'unassigned'), ...queue(why)]);
    }
    case 'TransferRequested': {
      const { fromAgentId, toAgentId } = event.data;
      const prefer = toAgentId === undefined ? {} : { preferAgentId: toAgentId };
      const avoid = fromAgentId === undefined ? {} : { avoidAgentId: fromAgentId };
      return errand(to, [release(ticket - 1, 'transfer'), ...queue({ reason: 'transfer', ...prefer, ...avoid })]);
    }
    case 'SessionClosed':
      return errand(to, [release(ticket, 'closed')]);
    case 'SessionErased':
      return errand(to, [release(ticket, 'erased')]);
    default:
      return null;
  }
}
type Queue = Extract<DeskCommand, { type: 'QueueChat' }>['data'];

/** What a decision of the desk asks of the session. */
export function onDesk({ ref, event }: Happening<DeskEvent>): Errand | null {
  const command = commandsOf<SessionCommand>(ref, event.v);
  switch (event.type) {
    case 'ChatAssigned': {
      const { session, ticket, agentId, agentName } = event.data;
      const decisionId = `${ref.id}/${String(event.v)}`;
      return errand(sessionOf(ref.workspace, session), [
        command('assign-agent', 'AssignAgent', { ticket, agentId, agentName, decisionId }),
      ]);
    }
    case 'ChatRecalled': {
      const { session, ticket, reason } = event.data;
      return errand(sessionOf(ref.workspace, session), [
        command('unassign-agent', 'UnassignAgent', { ticket, reason }),
      ]);
    }
    default:
      return null;
  }
}

/** What follows when the session refuses what the desk decided: it does not have this agent under this ticket, so the slot is free. */
export function onRefusal({ ref, event }: Happening<DeskEvent>): Errand | null {
  if (event.type !== 'ChatAssigned' && event.type !== 'ChatRecalled') return null;
  const { session, ticket } = event.data;
  const reason = event.type === 'ChatAssigned' ? 'assignment-refused' : 'unassigned';
  const command = commandsOf<DeskCommand>(ref, event.v);
  return errand(deskOf(ref.workspace), [command('release-refused', 'ReleaseChat', { session, ticket, reason })]);
}

/** What the desk has to know of the workspace. */
export function onWorkspace({ ref, event }: Happening<WorkspaceEvent>): Errand | null {
  const command = commandsOf<DeskCommand>(ref, event.v);
  switch (event.type) {
    case 'AgentSaved': {
      const { agentId, name: agentName, teams, capacity, active } = event.data;
      return errand(deskOf(ref.workspace), [
        command('register-agent', 'RegisterAgent', { agentId, agentName, teams, capacity, active }),
      ]);
    }
    case 'SiteSaved': {
      const { siteId, teamId } = event.data;
      return errand(deskOf(ref.workspace), [command('route-site', 'RouteSite', { siteId, teamId })]);
    }
    default:
      return null;
  }
}

export const deskOf = (workspace: string): AggregateRef => ({ workspace, kind: 'desk', id: DESK_ID });
const sessionOf = (workspace: string, id: string): AggregateRef => ({ workspace, kind: 'session', id });
const errand = (to: AggregateRef, commands: readonly AnyCommand[]): Errand | null =>
  commands.length === 0 ? null : { to, commands };

const commandsOf =
  <C extends AnyCommand>(source: AggregateRef, v: number) =>
  <T extends C['type']>(kind: string, type: T, data: Extract<C, { type: T }>['data']): AnyCommand => ({
    id: derivedCommandId(source, v, kind),
    type,
    data,
  });
