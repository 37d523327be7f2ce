import {
  DeskEvent,
  sameActor,
  type Actor,
  type Availability,
  type DeskCommand,
  type DeskRefusal,
  type RecordedEvent,
} from '@holdfast/contracts';
import {
  accept,
  refuse,
  type Decider,
  type Decision,
  type DecisionContext,
  type EvolutionContext,
} from '@holdfast/event-sourcing';
import { forgettingGet, forgettingSet, nothingRemembered, type ForgettingMap } from './forgetting-map.ts';
import { choose, hasRoom, look, type Candidate, type Wanted } from './routing.ts';
import { emptySpread, spreadDelete, spreadGet, spreadSet, type SpreadMap } from './spread-map.ts';

/*
 * The desk of a workspace: who is there, what waits, who has what.
 * Whatever frees or adds room gives waiting chats away in the same commit, so no chat waits for an agent who could have it.
 */

// ── state ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface DeskAgent extends Candidate {
  /** Session → ticket. The load is its size. */
  readonly held: ReadonlyMap<string, number>;
}
export interface WaitingChat extends Wanted {
  readonly status: 'waiting';
  readonly ticket: number;
  readonly siteId: string;
  readonly since: string;
}
export interface HeldChat {
  readonly status: 'held';
  readonly ticket: number;
  readonly agentId: string;
  readonly agentName: string;
  readonly at: string;
  /** The desk has taken it back and waits for the session to say so. */
  readonly recalled: boolean;
}
export type DeskChat = WaitingChat | HeldChat;

export interface DeskState {
  readonly agents: ReadonlyMap<string, DeskAgent>;
  /** Site → team. */
  readonly sites: ReadonlyMap<string, string>;
  readonly chats: SpreadMap<DeskChat>;
  /** Sessions that wait, in the order in which the desk's log has them. */
  readonly queue: readonly string[];
  /** Session → the last ticket that is over. */
  readonly over: ForgettingMap;
}

/** As long as `CHAT_COMMANDS` keeps a command: nothing older can still come. */
const REMEMBER_OVER_MS = 7 * 24 * 3_600_000;
const REMEMBER_COMMANDS_MS = 24 * 3_600_000;

const initial: DeskState = {
  agents: new Map(),
  sites: new Map(),
  chats: emptySpread,
  queue: [],
  over: nothingRemembered,
};

/** What a waiting chat asks for: its team may come from its site, also later. */
export const wantedOf = (state: Pick<DeskState, 'sites'>, chat: WaitingChat): Wanted =>
  chat.teamId === undefined ? { ...chat, teamId: state.sites.get(chat.siteId) } : chat;

// ── decide ───────────────────────────────────────────────────────────────────────────────────────────────────────────

type Outcome = Decision<DeskEvent>;
const no = (reason: DeskRefusal, detail?: Record<string, unknown>): Decision<never> => refuse(reason, detail);

/** What comes in: a command of the desk's language, or one that no schema reads. `Withdraw` never reaches the desk. */
export type Command = DeskCommand | { id: string; type: 'Unreadable' | 'Withdraw'; data: unknown };

function decide(command: Command, state: DeskState, context: DecisionContext): Outcome {
  const alone = decideAlone(command, state, context);
  if (alone.kind === 'refuse' || alone.events.length === 0) return alone;
  return accept(withAssignments(alone.events, state, context));
}

function decideAlone(command: Command, state: DeskState, { actor }: DecisionContext): Outcome {
  switch (command.type) {
    case 'SetAvailability':
      return setAvailability(command.data, state, actor);
    case 'ClaimChat':
      return claimChat(command.data, state, actor);
    case 'Unreadable':
    case 'Withdraw':
      return no('invalid');
    default:
      return actor.kind === 'system' ? decideForSystem(command, state) : no('not-permitted');
  }
}

type ForSystem = Exclude<DeskCommand, { type: 'SetAvailability' | 'ClaimChat' }>;
function decideForSystem(command: ForSystem, state: DeskState): Outcome {
  switch (command.type) {
    case 'RegisterAgent':
      return registerAgent(command.data, state);
    case 'RouteSite':
      return routeSite(command.data, state);
    case 'NoteArrival':
      return noteArrival(command.data, state);
    case 'NoteAbsence':
      return noteAbsence(command.data, state);
    case 'QueueChat':
      return queueChat(command.data, state);
    case 'ReleaseChat':
      return releaseChat(command.data, state);
    default:
      return command satisfies never;
  }
}

type Data<T extends DeskCommand['type']> = Extract<DeskCommand, { type: T }>['data'];

/** An agent chooses for themselves only. Offline by choice is gone: their chats go back to the queue. */
function setAvailability({ availability }: Data<'SetAvailability'>, state: DeskState, actor: Actor): Outcome {
  if (actor.kind !== 'agent') return no('not-permitted');
  const agent = state.agents.get(actor.id);
  if (agent === undefined) return no('unknown-agent');
  if (!agent.active) return no('not-permitted');
  if (agent.availability === availability) return accept([]);
  const changed = availabilityChanged(agent, { availability }, 'chosen');
  return accept(availability === 'offline' ? [changed, ...recalls(agent, state)] : [changed]);
}

/** The first claim in the log wins. Capacity bounds what is given, not what is taken. */
function claimChat({ session }: Data<'ClaimChat'>, state: DeskState, actor: Actor): Outcome {
  if (actor.kind !== 'agent') return no('not-permitted');
  const agent = state.agents.get(actor.id);
  if (agent === undefined) return no('unknown-agent');
  if (!agent.active) return no('not-permitted');
  const chat = spreadGet(state.chats, session);
  if (chat === undefined) return no('not-waiting');
  if (chat.status === 'held') {
    const { agentId, agentName, at } = chat;
    return sameActor(actor, { kind: 'agent', id: agentId })
      ? accept([])
      : no('already-taken', { agentId, agentName, at });
  }
  const claimed = { load: agent.held.size, capacity: agent.capacity, verdict: 'chosen' as const };
  const considered = [{ agentId: agent.id, agentName: agent.name, ...claimed }];
  return accept([assigned(session, chat, wantedOf(state, chat), agent, 'claimed', { considered, consideredTotal: 1 })]);
}

function registerAgent(data: Data<'RegisterAgent'>, state: DeskState): Outcome {
  const known = state.agents.get(data.agentId);
  if (known !== undefined && sameRegistration(known, data)) return accept([]);
  const registered: DeskEvent = { type: 'AgentRegistered', data };
  return accept(known !== undefined && !data.active ? [registered, ...recalls(known, state)] : [registered]);
}

const sameRegistration = (agent: DeskAgent, data: Data<'RegisterAgent'>): boolean =>
  agent.name === data.agentName &&
  agent.capacity === data.capacity &&
  agent.active === data.active &&
  agent.teams.join() === data.teams.join();

const routeSite = (data: Data<'RouteSite'>, state: DeskState): Outcome =>
  accept(state.sites.get(data.siteId) === data.teamId ? [] : [{ type: 'SiteRouted', data }]);

function noteArrival({ agentId }: Data<'NoteArrival'>, state: DeskState): Outcome {
  const agent = state.agents.get(agentId);
  if (agent === undefined) return no('unknown-agent');
  return accept(agent.present ? [] : [availabilityChanged(agent, { present: true }, 'arrived')]);
}

function noteAbsence({ agentId }: Data<'NoteAbsence'>, state: DeskState): Outcome {
  const agent = state.agents.get(agentId);
  if (agent === undefined) return no('unknown-agent');
  const gone = agent.present ? [availabilityChanged(agent, { present: false }, 'presence-lost')] : [];
  return accept([...gone, ...recalls(agent, state)]);
}

/** A later ticket replaces an earlier one; an earlier one is too late. */
function queueChat(data: Data<'QueueChat'>, state: DeskState): Outcome {
  const { session, ticket } = data;
  const chat = spreadGet(state.chats, session);
  if (chat?.ticket === ticket) return accept([]);
  if (ticket <= (chat?.ticket ?? 0) || ticket <= (forgettingGet(state.over, session) ?? 0))
    return no('outdated-ticket');
  const teamId = data.teamId ?? state.sites.get(data.siteId);
  const queued: DeskEvent = {
    type: 'ChatQueued',
    data: { ...data, ...(teamId === undefined ? {} : { teamId }), considered: [], consideredTotal: state.agents.size },
  };
  return accept(chat === undefined ? [queued] : [released(session, chat, ticket - 1, 'superseded'), queued]);
}

/** Frees whatever the session has up to the ticket. Where it has nothing, it is noted that these tickets are over. */
function releaseChat({ session, ticket, reason }: Data<'ReleaseChat'>, state: DeskState): Outcome {
  const chat = spreadGet(state.chats, session);
  if (chat !== undefined && chat.ticket <= ticket) return accept([released(session, chat, ticket, reason)]);
  if (ticket <= (forgettingGet(state.over, session) ?? 0) || chat !== undefined) return accept([]);
  return accept([{ type: 'ChatDequeued', data: { session, ticket, reason } }]);
}

// ── events that several commands lead to ─────────────────────────────────────────────────────────────────────────────

function availabilityChanged(
  agent: DeskAgent,
  change: { availability?: Availability; present?: boolean },
  reason: 'chosen' | 'arrived' | 'presence-lost',
): DeskEvent {
  const { availability, present } = { ...agent, ...change };
  return { type: 'AvailabilityChanged', data: { agentId: agent.id, availability, present, reason } };
}

/** Takes back what the agent holds. The slots stay theirs until the session has let go. */
function recalls(agent: DeskAgent, state: DeskState): DeskEvent[] {
  return [...agent.held].flatMap(([session, ticket]): DeskEvent[] => {
    const chat = spreadGet(state.chats, session);
    if (chat?.status !== 'held' || chat.recalled) return [];
    return [{ type: 'ChatRecalled', data: { session, ticket, agentId: agent.id, reason: 'agent-offline' } }];
  });
}

function released(session: string, chat: DeskChat, upTo: number, reason: string): DeskEvent {
  const { ticket } = chat;
  const bound = upTo > ticket ? { upTo } : {};
  return chat.status === 'held'
    ? { type: 'ChatReleased', data: { session, ticket, ...bound, agentId: chat.agentId, reason } }
    : { type: 'ChatDequeued', data: { session, ticket, ...bound, reason } };
}

function assigned(
  session: string,
  { ticket, since }: WaitingChat,
  { teamId }: Wanted,
  { id: agentId, name: agentName }: Candidate,
  kind: 'automatic' | 'claimed',
  why: Pick<Extract<DeskEvent, { type: 'ChatAssigned' }>['data'], 'considered' | 'consideredTotal'>,
): DeskEvent {
  const team = teamId === undefined ? {} : { teamId };
  return { type: 'ChatAssigned', data: { session, ticket, ...team, agentId, agentName, kind, since, ...why } };
}

/** The events, what they let waiting chats be given to, and for chats that were queued and still wait, why nobody has them. */
function withAssignments(events: readonly DeskEvent[], before: DeskState, context: DecisionContext): DeskEvent[] {
  const all = [...events];
  let state = before;
  let v = context.v;
  const advance = (event: DeskEvent): void => {
    v += 1;
    state = evolve(state, { ...event, id: '', ver: 1, v, w: 0 }, context);
  };
  events.forEach(advance);
  let free = [...state.agents.values()].filter(hasRoom);
  for (const session of state.queue) {
    if (free.length === 0) break;
    const chat = spreadGet(state.chats, session);
    if (chat?.status !== 'waiting') continue;
    const wanted = wantedOf(state, chat);
    if (choose(free, wanted) === undefined) continue;
    const { chosen, ...why } = look(state.agents.values(), wanted);
    if (chosen === undefined) continue;
    const event = assigned(session, chat, wanted, chosen, 'automatic', why);
    all.push(event);
    advance(event);
    free = [...state.agents.values()].filter(hasRoom);
  }
  return all.map((event) => explained(event, state));
}

function explained(event: DeskEvent, state: DeskState): DeskEvent {
  if (event.type !== 'ChatQueued') return event;
  const chat = spreadGet(state.chats, event.data.session);
  if (chat?.status !== 'waiting') return event;
  const { considered, consideredTotal } = look(state.agents.values(), wantedOf(state, chat));
  return { ...event, data: { ...event.data, considered, consideredTotal } };
}

// ── evolve ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function evolve(state: DeskState, event: RecordedEvent<DeskEvent>, { at }: Pick<EvolutionContext, 'at'>): DeskState {
  switch (event.type) {
    case 'AgentRegistered': {
      const { agentId: id, agentName: name, teams, capacity, active } = event.data;
      const fresh = { availability: 'offline', present: false, held: new Map(), idleSince: event.v } as const;
      return withAgent(state, { ...fresh, ...state.agents.get(id), id, name, teams, capacity, active });
    }
    case 'SiteRouted':
      return { ...state, sites: new Map(state.sites).set(event.data.siteId, event.data.teamId) };
    case 'AvailabilityChanged': {
      const { agentId, availability, present } = event.data;
      const agent = state.agents.get(agentId);
      if (agent === undefined) return state;
      const cameToWork = present && availability === 'online' && !(agent.present && agent.availability === 'online');
      return withAgent(state, {
        ...agent,
        availability,
        present,
        idleSince: cameToWork ? event.v : agent.idleSince,
      });
    }
    case 'ChatQueued': {
      const { session, ticket, siteId, teamId, preferAgentId, avoidAgentId, since } = event.data;
      const chat: WaitingChat = { status: 'waiting', ticket, siteId, teamId, preferAgentId, avoidAgentId, since };
      return { ...state, chats: spreadSet(state.chats, session, chat), queue: [...state.queue, session] };
    }
    case 'ChatAssigned': {
      const { session, ticket, agentId, agentName } = event.data;
      const chat: HeldChat = { status: 'held', ticket, agentId, agentName, at, recalled: false };
      const after = { ...state, chats: spreadSet(state.chats, session, chat), queue: without(state.queue, session) };
      return withHeld(after, agentId, event.v, (held) => held.set(session, ticket));
    }
    case 'ChatReleased': {
      const { session, agentId } = event.data;
      const after = { ...state, chats: spreadDelete(state.chats, session), over: over(state, event.data, at) };
      return withHeld(after, agentId, event.v, (held) => held.delete(session));
    }
    case 'ChatDequeued': {
      const { session } = event.data;
      const queue = without(state.queue, session);
      return { ...state, chats: spreadDelete(state.chats, session), queue, over: over(state, event.data, at) };
    }
    case 'ChatRecalled': {
      const { session } = event.data;
      const chat = spreadGet(state.chats, session);
      if (chat?.status !== 'held') return state;
      return { ...state, chats: spreadSet(state.chats, session, { ...chat, recalled: true }) };
    }
    default:
      return event satisfies never;
  }
}

const withAgent = (state: DeskState, agent: DeskAgent): DeskState => ({
  ...state,
  agents: new Map(state.agents).set(agent.id, agent),
});

function withHeld(
  state: DeskState,
  agentId: string,
  v: number,
  change: (held: Map<string, number>) => void,
): DeskState {
  const agent = state.agents.get(agentId);
  if (agent === undefined) return state;
  const held = new Map(agent.held);
  change(held);
  return withAgent(state, { ...agent, held, idleSince: v });
}

const without = (queue: readonly string[], session: string): readonly string[] =>
  queue.includes(session) ? queue.filter((other) => other !== session) : queue;

const over = (state: DeskState, { session, ticket, upTo }: Over, at: string): ForgettingMap =>
  forgettingSet(state.over, session, upTo ?? ticket, Date.parse(at), REMEMBER_OVER_MS);
type Over = { session: string; ticket: number; upTo?: number | undefined };

// ── the decider ──────────────────────────────────────────────────────────────────────────────────────────────────────

export const desk: Decider<Command, DeskEvent, DeskState> = {
  initial,
  decide,
  evolve,
  visibleToVisitors: () => false,
  knownEvents: new Set(DeskEvent.options.map((option) => option.shape.type.value)),
  rememberFor: REMEMBER_COMMANDS_MS,
};
