import type { PublicActor, SessionFrameEvent } from '@holdfast/contracts';
import type {
  Entry,
  Freshness,
  MessageEntry,
  SessionFacts,
  SessionStanding,
  SessionView,
  StoredEntry,
  StoredMessage,
  Tick,
  TypingActor,
} from './entries.ts';
import { entryOf } from './entry-of-event.ts';
import type { OlderPages } from './older-pages.ts';
import { type OutboxRow, UNCONFIRMED_AFTER_MS } from './outbox-store.ts';

/*
 * From the events of a session, and what is in the outbox for it, to what a person sees. Pure: the same input shows the same.
 * First the fold of the events (`startFrom`, `extend`), then the view (`viewOf`).
 */

type Receipts = Readonly<Record<string, { readonly kind: PublicActor['kind']; delivered: number; read: number }>>;

/** What a client holds of a session: all that its events tell. */
export interface SessionState {
  /** The number of the last event; 0: nothing, or not opened. */
  readonly n: number;
  /** From this number on every entry is held; what is before only left its mark on the facts. */
  readonly from: number;
  readonly entries: readonly StoredEntry[];
  readonly older: boolean;
  readonly facts: SessionFacts;
  readonly closed: boolean;
  readonly erased: boolean;
  /** Per participant (`<kind>:<id>`), how far they hold and have seen others' messages, in `w`. */
  readonly receipts: Receipts;
}

export const emptySession: SessionState = {
  n: 0,
  from: 1,
  entries: [],
  older: false,
  facts: { labels: [] },
  closed: false,
  erased: false,
  receipts: {},
};

export const participant = ({ kind, id }: Pick<PublicActor, 'kind' | 'id'>): string => `${kind}:${id}`;

/** The state after a snapshot: its last events without a gap are entries, the compacted ones before them are facts only. */
export function startFrom(events: readonly SessionFrameEvent[], older: boolean): SessionState {
  let first = Math.max(0, events.length - 1);
  while (first > 0 && events[first - 1]?.n === (events[first]?.n ?? 0) - 1) first--;
  const before = extend(emptySession, events.slice(0, first));
  return extend({ ...before, from: events[first]?.n ?? 1, entries: [], older }, events.slice(first));
}

/** The state after further events, each one's number following the one before. */
export function extend(state: SessionState, events: readonly SessionFrameEvent[]): SessionState {
  let next = state;
  const entries: StoredEntry[] = [];
  for (const event of events) {
    if (event.type === 'SessionErased') entries.length = 0;
    next = { ...evolve(next, event), n: event.n };
    const entry = entryOf(event);
    if (entry !== null) entries.push(entry);
  }
  return entries.length === 0 ? next : { ...next, entries: [...next.entries, ...entries] };
}

function evolve(state: SessionState, event: SessionFrameEvent): SessionState {
  const { assignee, waitingSince, snoozedUntil: _, ...unsnoozed } = state.facts;
  const facts = (change: Partial<SessionFacts>): SessionState => ({ ...state, facts: { ...state.facts, ...change } });
  const waiting = { ...unsnoozed, ticket: event.n, waitingSince: event.at };
  switch (event.type) {
    case 'SessionOpened': {
      const { siteId, teamId, visitorId, visitor, page, device } = event.data;
      return facts({
        siteId,
        visitor: { ...visitor, id: visitorId },
        openedAt: event.at,
        ticket: event.n,
        waitingSince: event.at,
        ...(teamId === undefined ? {} : { teamId }),
        ...(page === undefined ? {} : { page }),
        ...(device === undefined ? {} : { device }),
      });
    }
    case 'MessagePosted':
    case 'MentionDismissed':
      return state;
    case 'ReceiptsAdvanced': {
      const held = state.receipts[participant(event.actor)];
      const delivered = Math.max(held?.delivered ?? 0, event.data.delivered);
      const read = Math.max(held?.read ?? 0, event.data.read);
      const receipts = { ...state.receipts, [participant(event.actor)]: { kind: event.actor.kind, delivered, read } };
      return { ...state, receipts };
    }
    case 'AgentAssigned': {
      const { ticket, agentId, agentName } = event.data;
      return { ...state, facts: { ...unsnoozed, ticket, assignee: { id: agentId, name: agentName } } };
    }
    case 'AgentUnassigned':
      return { ...state, facts: waiting };
    case 'TransferRequested': {
      const { toTeamId } = event.data;
      return { ...state, facts: toTeamId === undefined ? waiting : { ...waiting, teamId: toTeamId } };
    }
    case 'LabelsChanged':
      return facts({ labels: event.data.labels });
    case 'SessionSnoozed':
      return facts({ snoozedUntil: event.data.until });
    case 'SessionWoken':
    case 'SessionClosed': {
      const closed = state.closed || event.type === 'SessionClosed';
      const held = assignee === undefined ? unsnoozed : { ...unsnoozed, assignee };
      return { ...state, facts: waitingSince === undefined || closed ? held : { ...held, waitingSince }, closed };
    }
    case 'SessionReopened': {
      // Another close asks for another rating.
      const { rating: _, ...unrated } = waiting;
      return { ...state, facts: unrated, closed: false };
    }
    case 'SessionRated':
      return facts({ rating: event.data });
    case 'VisitorIdentified':
      return facts({ visitor: { ...event.data, id: state.facts.visitor?.id ?? '' } });
    case 'SessionErased':
      return { ...emptySession, erased: true };
    default:
      // A later version of the server may know more kinds of events: they count, and change nothing here.
      return unchanged(state, event);
  }
}

const unchanged = (state: SessionState, _unknown: never): SessionState => state;

/** A row of the outbox as it is shown; `stored` when its outcome is known and the event is still on its way here. */
export type ShownRow = OutboxRow & { readonly stored?: boolean };

/** What beside the events decides what is shown. */
export interface Surroundings {
  readonly session: string;
  /** Absent before the first welcome. */
  readonly me: Pick<PublicActor, 'kind' | 'id' | 'name'> | undefined;
  readonly freshness: Freshness;
  readonly pages: OlderPages | null;
  readonly rows: readonly ShownRow[];
  /** ms since 1970. */
  readonly now: number;
  readonly typing: readonly TypingActor[];
  readonly viewing: readonly PublicActor[];
  readonly standing?: SessionStanding | undefined;
  readonly kept: SessionView['kept'];
}

export function viewOf(state: SessionState, around: Surroundings): SessionView {
  const { session, me, freshness, typing, viewing, kept } = around;
  const pages = around.pages !== null && around.pages.to + 1 >= state.from && !state.erased ? around.pages : null;
  const held = pages === null ? state.entries : [...pages.entries.filter(({ n }) => n < state.from), ...state.entries];
  const reached = furthest(state.receipts, me);
  const seen = (me && state.receipts[participant(me)]?.read) ?? 0;
  const entries: Entry[] = [];
  const ids = new Set<string>();
  let unread = 0;
  let lastW = 0;
  for (const entry of held) {
    if (entry.kind === 'notice') {
      entries.push(entry);
      continue;
    }
    const own = me !== undefined && participant(me) === participant(entry.from);
    if (own) ids.add(entry.id);
    else if (entry.visibility === 'public') {
      lastW = entry.w;
      if (entry.w > seen) unread++;
    }
    const ours = me !== undefined && isVisitor(me) === isVisitor(entry.from);
    entries.push(ours ? { ...entry, own, tick: tickOf(entry, reached) } : { ...entry, own });
  }
  for (const row of around.rows) if (row.type === 'PostMessage' && !ids.has(row.id)) entries.push(pending(row, around));
  const { facts, n } = state;
  const status = statusOf(state);
  const from = pages?.from ?? state.from;
  const older = pages?.older ?? state.older;
  const view = { ...facts, session, freshness, status, n, entries, older, from, unread, lastW, typing, viewing, kept };
  // Heard over a connection that is no more it may be untrue by now.
  return around.standing === undefined || freshness !== 'live' ? view : { ...view, standing: around.standing };
}

function statusOf({ n, closed, erased, facts }: SessionState): SessionView['status'] {
  if (n === 0) return 'absent';
  if (erased) return 'erased';
  if (closed) return 'closed';
  if (facts.snoozedUntil !== undefined) return 'snoozed';
  return facts.assignee === undefined ? 'waiting' : 'assigned';
}

const isVisitor = ({ kind }: Pick<PublicActor, 'kind'>): boolean => kind === 'visitor';

/** How far anybody of the other side is: colleagues who look on do not make a message to the visitor "read". */
function furthest(receipts: Receipts, me: Surroundings['me']): { delivered: number; read: number } {
  const reached = { delivered: 0, read: 0 };
  for (const receipt of Object.values(receipts)) {
    if (me === undefined || isVisitor(receipt) === isVisitor(me)) continue;
    reached.delivered = Math.max(reached.delivered, receipt.delivered);
    reached.read = Math.max(reached.read, receipt.read);
  }
  return reached;
}

/** A note has no other side. A message of this side has a `w` of its own, so receipts beyond it prove it held, or seen. */
function tickOf({ w, visibility }: StoredMessage, reached: { delivered: number; read: number }): Tick {
  if (visibility === 'internal') return 'stored';
  return reached.read >= w ? 'read' : reached.delivered >= w ? 'delivered' : 'stored';
}

function pending(row: ShownRow, { me, now }: Surroundings): MessageEntry {
  const { text, visibility, mentions } = row.data as Pick<StoredMessage, 'text' | 'visibility' | 'mentions'>;
  const from: PublicActor = { kind: 'visitor', id: 'me', ...me };
  const at = new Date(row.at).toISOString();
  const entry: MessageEntry = {
    kind: 'message',
    id: row.id,
    at,
    from,
    own: true,
    text,
    visibility,
    tick: pendingTick(row, now),
    ...(mentions === undefined ? {} : { mentions }),
  };
  return row.reason === undefined ? entry : { ...entry, reason: row.reason };
}

function pendingTick(row: ShownRow, now: number): Tick {
  if (row.stored === true) return 'stored';
  if (row.state !== 'waiting') return row.state;
  if (row.withdraw?.because === 'discarded') return 'withdrawing';
  return now - row.at >= UNCONFIRMED_AFTER_MS ? 'unknown' : 'clock';
}
