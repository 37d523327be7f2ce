import {
  type Actor,
  type RecordedEvent,
  SessionEvent,
  type SessionRefusal,
  type VisitorProfile,
  visitorView,
} from '@holdfast/contracts';
import {
  accept as accepted,
  type Decider,
  type Decision as AnyDecision,
  type DecisionContext,
  refuse as refused,
} from '@holdfast/event-sourcing';
import { type DecidableCommand, denial } from './permission.ts';
import { isOfCalendar } from './calendar.ts';
import { isSameProfile, isVouchedFor, toldBy } from './profile.ts';
import { advanced, type Receipt, receiptKey, silence, type Talk, talkAfter } from './talk.ts';

/*
 * The session aggregate, from top to bottom: its state, what it decides on a command, what it becomes by an event.
 * The rules are numbered in SPEC.md.
 */

// ── state: only what decisions read ──────────────────────────────────────────────────────────────────────────────────

interface Conversation {
  readonly visitorId: string;
  readonly profile: VisitorProfile;
  readonly labels: readonly string[];
  readonly talk: Talk;
  readonly receipts: ReadonlyMap<string, Receipt>;
}
type Absent = { readonly status: 'absent' };
type Erased = { readonly status: 'erased' };
type Waiting = Conversation & { readonly status: 'waiting'; readonly ticket: number };
type Held = Conversation & { readonly ticket: number; readonly agentId: string };
type Assigned = Held & { readonly status: 'assigned' };
/** `snooze` is the `v` of the event that snoozed: the timer armed for it names it. */
type Snoozed = Held & { readonly status: 'snoozed'; readonly until: string; readonly snooze: number };
type Closed = Conversation & { readonly status: 'closed'; readonly rated: boolean };
type Open = Waiting | Assigned | Snoozed;
type Live = Open | Closed;
export type SessionState = Absent | Erased | Live;

/** Stands for a command that no schema reads. */
export type UnreadableCommand = { readonly id: string; readonly type: 'Unreadable'; readonly data: unknown };
export type Command = DecidableCommand | UnreadableCommand;
type Data<T extends DecidableCommand['type']> = Extract<DecidableCommand, { type: T }>['data'];
type Decision = AnyDecision<SessionEvent>;

const accept = (...events: SessionEvent[]): Decision => accepted(events);
const refuse = (reason: SessionRefusal): Decision => refused(reason);

// ── decide ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export function decide(command: Command, state: SessionState, context: DecisionContext): Decision {
  if (command.type === 'Unreadable') return refuse('invalid');
  if (state.status === 'erased') return refuse(ERASED);
  const why = denial(command, state.status === 'absent' ? null : state.visitorId, context.actor);
  if (why !== null) return refuse(why);
  if (command.type === 'OpenSession')
    return state.status === 'absent' ? open(command.data, context.actor) : refuse('already-open');
  if (state.status === 'absent') return refuse('not-found');
  switch (command.type) {
    case 'PostMessage':
      return post(command.data, state, context.actor);
    case 'MarkReceipts':
      return markReceipts(command.data, state, context.actor);
    case 'DismissMention':
      return state.talk.mentioned.includes(context.actor.id)
        ? accept({ type: 'MentionDismissed', data: {} })
        : accept();
    case 'AssignAgent':
      return assign(command.data, state);
    case 'UnassignAgent':
      return unassign(command.data, state);
    case 'RequestTransfer':
      return transfer(command.data, state);
    case 'SetLabels':
      return setLabels(command.data, state);
    case 'SnoozeSession':
      return snooze(command.data, state, context.at);
    case 'WakeSession':
      return wake(command.id, state, context.actor);
    case 'CloseSession':
      return state.status === 'closed' ? accept() : accept({ type: 'SessionClosed', data: {} });
    case 'ReopenSession':
      return state.status === 'closed' ? accept({ type: 'SessionReopened', data: {} }) : accept();
    case 'RateSession':
      return rate(command.data, state);
    case 'IdentifyVisitor':
      return identify(command.data, state, context.actor);
    case 'EraseSession':
      return accept({ type: 'SessionErased', data: {} });
    default:
      return command satisfies never;
  }
}

function open({ visitor, ...how }: Data<'OpenSession'>, actor: Actor): Decision {
  return accept({ type: 'SessionOpened', data: { ...how, visitorId: actor.id, visitor: toldBy(actor, visitor) } });
}

function post({ mentions, ...said }: Data<'PostMessage'>, state: Live, actor: Actor): Decision {
  const called = [...new Set(mentions)];
  // Who is called is told to staff alone, so only a note can call.
  if (called.length > 0 && (said.visibility === 'public' || actor.kind !== 'agent')) return refuse('invalid');
  const data = called.length === 0 ? said : { ...said, mentions: called };
  const posted: SessionEvent = { type: 'MessagePosted', data };
  if (actor.kind === 'visitor' && state.status === 'closed')
    return accept({ type: 'SessionReopened', data: {} }, posted);
  if (actor.kind === 'visitor' && state.status === 'snoozed') return accept({ type: 'SessionWoken', data: {} }, posted);
  return state.status === 'closed' && data.visibility === 'public' ? refuse('closed') : accept(posted);
}

function markReceipts(mark: Data<'MarkReceipts'>, { receipts, talk }: Live, actor: Actor): Decision {
  const data = advanced(receipts.get(receiptKey(actor)), mark, talk, actor);
  return data === null ? accept() : accept({ type: 'ReceiptsAdvanced', data });
}

function assign(data: Data<'AssignAgent'>, state: Live): Decision {
  if (state.status === 'closed') return refuse('closed');
  return state.status === 'waiting' && state.ticket === data.ticket
    ? accept({ type: 'AgentAssigned', data })
    : refuse('outdated-ticket');
}

function unassign({ ticket, reason }: Data<'UnassignAgent'>, state: Live): Decision {
  if (state.status === 'waiting' || state.status === 'closed') return refuse('not-assigned');
  return state.ticket === ticket
    ? accept({ type: 'AgentUnassigned', data: { agentId: state.agentId, reason } })
    : refuse('outdated-ticket');
}

function transfer(data: Data<'RequestTransfer'>, state: Live): Decision {
  if (state.status === 'closed') return refuse('closed');
  const fromAgentId = state.status === 'waiting' ? undefined : state.agentId;
  const named = data.toAgentId ?? data.toTeamId;
  if (named === undefined || (fromAgentId !== undefined && data.toAgentId === fromAgentId))
    return refuse('invalid-transfer');
  return accept({ type: 'TransferRequested', data: fromAgentId === undefined ? data : { fromAgentId, ...data } });
}

function setLabels({ labels }: Data<'SetLabels'>, state: Live): Decision {
  const set = [...new Set(labels)];
  const same = set.length === state.labels.length && set.every((label, i) => label === state.labels[i]);
  return same ? accept() : accept({ type: 'LabelsChanged', data: { labels: set } });
}

function snooze({ until }: Data<'SnoozeSession'>, state: Live, at: string): Decision {
  if (state.status === 'closed') return refuse('closed');
  if (state.status === 'waiting') return refuse('not-assigned');
  if (!isOfCalendar(until) || until <= at) return refuse('invalid');
  return state.status === 'snoozed' && state.until === until
    ? accept()
    : accept({ type: 'SessionSnoozed', data: { until } });
}

/** A timer may come late: after its snooze was ended, or replaced by another. The id of its command says which it was armed for. */
function wake(commandId: string, state: Live, actor: Actor): Decision {
  if (state.status !== 'snoozed') return accept();
  if (actor.kind === 'system' && commandId.split('/')[1] !== String(state.snooze)) return accept();
  return accept({ type: 'SessionWoken', data: {} });
}

function rate(data: Data<'RateSession'>, state: Live): Decision {
  if (state.status !== 'closed') return refuse('not-closed');
  return state.rated ? refuse('already-rated') : accept({ type: 'SessionRated', data });
}

function identify(told: Data<'IdentifyVisitor'>, { profile }: Live, actor: Actor): Decision {
  if (profile.verified === true && !isVouchedFor(actor)) return refuse('not-permitted');
  const data = { ...profile, ...toldBy(actor, told) };
  return isSameProfile(data, profile) ? accept() : accept({ type: 'VisitorIdentified', data });
}

// ── evolve ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export function evolve(
  state: SessionState,
  event: RecordedEvent<SessionEvent>,
  { actor }: { readonly actor: Actor },
): SessionState {
  if (event.type === 'SessionErased') return { status: 'erased' };
  if (event.type === 'SessionOpened') {
    const { visitorId, visitor: profile } = event.data;
    const begun = { visitorId, profile, labels: [], talk: silence, receipts: new Map() };
    return { ...begun, status: 'waiting', ticket: event.v };
  }
  if (state.status === 'absent' || state.status === 'erased') return state;
  switch (event.type) {
    case 'MessagePosted':
    case 'MentionDismissed':
      return { ...state, talk: talkAfter(state.talk, event, actor) };
    case 'ReceiptsAdvanced':
      return { ...state, receipts: new Map(state.receipts).set(receiptKey(actor), event.data) };
    case 'AgentAssigned':
      return { ...conversation(state), status: 'assigned', ticket: event.data.ticket, agentId: event.data.agentId };
    case 'AgentUnassigned':
    case 'TransferRequested':
    case 'SessionReopened':
      return { ...conversation(state), status: 'waiting', ticket: event.v };
    case 'LabelsChanged':
      return { ...state, labels: event.data.labels };
    case 'SessionSnoozed': {
      if (state.status !== 'assigned' && state.status !== 'snoozed') return state;
      const { ticket, agentId } = state;
      return { ...conversation(state), status: 'snoozed', ticket, agentId, until: event.data.until, snooze: event.v };
    }
    case 'SessionWoken': {
      if (state.status !== 'snoozed') return state;
      const { ticket, agentId } = state;
      return { ...conversation(state), status: 'assigned', ticket, agentId };
    }
    case 'SessionClosed':
      return { ...conversation(state), status: 'closed', rated: false };
    case 'SessionRated':
      return state.status === 'closed' ? { ...state, rated: true } : state;
    case 'VisitorIdentified':
      return { ...state, profile: event.data };
    default:
      return event satisfies never;
  }
}

const conversation = ({ visitorId, profile, labels, talk, receipts }: Live): Conversation => ({
  visitorId,
  profile,
  labels,
  talk,
  receipts,
});

// ── the decider ──────────────────────────────────────────────────────────────────────────────────────────────────────

const ERASED = 'erased' satisfies SessionRefusal;

export const session: Decider<Command, SessionEvent, SessionState> = {
  initial: { status: 'absent' },
  decide,
  evolve,
  visibleToVisitors: (event) => visitorView(event) !== null,
  knownEvents: new Set(SessionEvent.options.map(({ shape }) => shape.type.value)),
  rests: ({ status }) => status === 'closed' || status === 'erased',
  sealed: ({ status }) => (status === 'erased' ? ERASED : null),
};
