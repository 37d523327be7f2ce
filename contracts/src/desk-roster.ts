import type { RecordedEvent } from './envelope.ts';
import type { DeskEvent } from './desk.ts';
import type { RosterAgent } from './wire.ts';

/** The agents of a workspace as the desk's events tell; `chats` maps a held session to its ticket and agent. */
export interface DeskRoster {
  readonly agents: ReadonlyMap<string, RosterAgent>;
  readonly chats: ReadonlyMap<string, { ticket: number; agentId: string }>;
  /** Who waits, by session, in the order in which they are served. */
  readonly queue: ReadonlyMap<string, Queued>;
  /** The team that a site's chats go to unless they name one. */
  readonly sites: ReadonlyMap<string, string>;
}

/** A chat that waits for an agent. `teamId` as the chat names it, else its site's, see `teamOf`. */
export interface Queued {
  readonly ticket: number;
  readonly siteId: string;
  readonly teamId?: string | undefined;
  readonly since: string;
}

export const emptyRoster: DeskRoster = { agents: new Map(), chats: new Map(), queue: new Map(), sites: new Map() };

/** The team whose agents are asked for a chat; undefined: everybody's. */
export const teamOf = ({ sites }: Pick<DeskRoster, 'sites'>, chat: Queued): string | undefined =>
  chat.teamId ?? sites.get(chat.siteId);

/** The roster after an event: what consoles show of colleagues. The load is the number of chats held, never a counter of its own. */
export function rosterAfter(roster: DeskRoster, event: Pick<RecordedEvent, 'v'> & DeskEvent): DeskRoster {
  switch (event.type) {
    case 'AgentRegistered': {
      const { agentId: id, agentName: name, teams, capacity, active } = event.data;
      const known = roster.agents.get(id);
      return withAgent(roster, {
        availability: 'offline',
        present: false,
        load: 0,
        ...known,
        id,
        name,
        teams,
        capacity,
        active,
      });
    }
    case 'AvailabilityChanged': {
      const known = roster.agents.get(event.data.agentId);
      return known === undefined
        ? roster
        : withAgent(roster, { ...known, availability: event.data.availability, present: event.data.present });
    }
    case 'ChatAssigned': {
      const { session, ticket, agentId } = event.data;
      const chats = new Map(roster.chats).set(session, { ticket, agentId });
      return counted({ ...roster, chats, queue: without(roster.queue, session) }, agentId);
    }
    case 'ChatReleased': {
      const chats = new Map(roster.chats);
      if (chats.get(event.data.session)?.ticket === event.data.ticket) chats.delete(event.data.session);
      return counted({ ...roster, chats }, event.data.agentId);
    }
    case 'SiteRouted':
      return { ...roster, sites: new Map(roster.sites).set(event.data.siteId, event.data.teamId) };
    case 'ChatQueued': {
      const { session, ticket, siteId, teamId, since } = event.data;
      const queue = new Map(without(roster.queue, session));
      return { ...roster, queue: queue.set(session, { ticket, siteId, teamId, since }) };
    }
    case 'ChatDequeued':
      return { ...roster, queue: without(roster.queue, event.data.session) };
    case 'ChatRecalled':
      return roster;
    default:
      return event satisfies never;
  }
}

function without(queue: DeskRoster['queue'], session: string): DeskRoster['queue'] {
  if (!queue.has(session)) return queue;
  const left = new Map(queue);
  left.delete(session);
  return left;
}

const withAgent = (roster: DeskRoster, agent: RosterAgent): DeskRoster => ({
  ...roster,
  agents: new Map(roster.agents).set(agent.id, agent),
});

function counted(roster: DeskRoster, agentId: string): DeskRoster {
  const agent = roster.agents.get(agentId);
  if (agent === undefined) return roster;
  let load = 0;
  for (const chat of roster.chats.values()) if (chat.agentId === agentId) load++;
  return withAgent(roster, { ...agent, load });
}

/** Where everybody stands who waits: per session its team, and its place among those of the same team, from 1. One pass. */
export function queuePlaces(roster: Pick<DeskRoster, 'queue' | 'sites'>): Map<string, QueuePlace> {
  const lengths = new Map<string | undefined, number>();
  const places = new Map<string, QueuePlace>();
  for (const [session, chat] of roster.queue) {
    const team = teamOf(roster, chat);
    const position = (lengths.get(team) ?? 0) + 1;
    lengths.set(team, position);
    places.set(session, { team, position });
  }
  return places;
}

export interface QueuePlace {
  readonly team: string | undefined;
  readonly position: number;
}
