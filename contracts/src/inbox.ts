import { z } from 'zod';
import { Id, Instant, Label, Position } from './primitives.ts';
import { type Commit } from './envelope.ts';
import { mentionedAfter } from './mentions.ts';
import { type SessionEvent, Ticket } from './session.ts';

/** A line of the agents' inbox. Staff only. */
export const InboxRow = z.object({
  session: Id,
  status: z.enum(['waiting', 'assigned', 'snoozed', 'closed']),
  siteId: Id,
  teamId: Id.optional(),
  visitor: z.object({ id: Id, name: z.string().optional(), email: z.string().optional() }),
  assignee: z.object({ id: Id, name: z.string() }).optional(),
  ticket: Ticket,
  labels: z.array(z.string()),
  lastMessage: z
    .object({ text: z.string(), at: Instant, from: z.enum(['visitor', 'agent', 'system']), internal: z.boolean() })
    .optional(),
  /** Visitor's messages that no agent has seen; stays until they are read to the end. */
  unread: z.int().min(0),
  /** `w` of the visitor's last message. */
  lastVisitorW: Position,
  openedAt: Instant,
  /** When the current wait for an agent began; absent unless waiting. */
  waitingSince: Instant.optional(),
  changedAt: Instant,
  /** What the visitor gave since the last close, 1 to 5. */
  rating: z.int().optional(),
  snoozedUntil: Instant.optional(),
  /** Agents whom notes mention and who have neither written here since nor dismissed it, the latest mention last. */
  mentioned: z.array(Id).optional(),
  /** The `v` this row stands at. */
  v: Position,
});
export type InboxRow = z.infer<typeof InboxRow>;

/** `team`: open chats of the receiver's teams; `mentions`: chats, open or closed, whose notes mention the receiver. */
export const InboxFilter = z.enum(['mine', 'mentions', 'waiting', 'team', 'all', 'closed']);
export type InboxFilter = z.infer<typeof InboxFilter>;
/** `newest`, `oldest`: by the last change. `waiting`: the longest wait first, then what does not wait. Absent: `waiting` for that filter, else `newest`. */
export const InboxSort = z.enum(['newest', 'oldest', 'waiting']);
export type InboxSort = z.infer<typeof InboxSort>;
/** Narrows a filter: rows that have all that is named. */
export const InboxOnly = z.strictObject({
  teamId: Id.optional(),
  siteId: Id.optional(),
  assigneeId: Id.optional(),
  label: Label.optional(),
  unread: z.literal(true).optional(),
});
export type InboxOnly = z.infer<typeof InboxOnly>;
/** How many rows each filter has for the receiver, not narrowed; `unread` counts rows of theirs with unread messages. */
export const InboxCounts = z.object({
  mine: z.int(),
  mentions: z.int(),
  waiting: z.int(),
  team: z.int(),
  all: z.int(),
  closed: z.int(),
  unread: z.int(),
});
export type InboxCounts = z.infer<typeof InboxCounts>;

/** The longest text of `lastMessage`, in UTF-16 units. */
export const PREVIEW_LIMIT = 140;

/**
 * The row after a commit: the same fold in the Postgres projection and in the gateway's live view.
 * A commit at or below the row's `v` changes nothing; null means the session is erased (or not opened).
 */
export function inboxAfter(row: InboxRow | null, session: string, commit: Commit<SessionEvent>): InboxRow | null {
  let next = row;
  for (const event of commit.events) {
    if (next !== null && event.v <= next.v) continue;
    const folded: InboxRow | null = fold(next, session, event, commit);
    next = folded === null ? null : { ...folded, v: event.v };
  }
  return next;
}

function fold(
  row: InboxRow | null,
  session: string,
  event: SessionEvent & { v: number; w: number },
  { at, actor }: Pick<Commit, 'at' | 'actor'>,
): InboxRow | null {
  if (event.type === 'SessionOpened') {
    const { siteId, teamId, visitorId, visitor } = event.data;
    return {
      session,
      status: 'waiting',
      siteId,
      ...(teamId === undefined ? {} : { teamId }),
      visitor: person(visitorId, visitor),
      ticket: event.v,
      labels: [],
      unread: 0,
      lastVisitorW: 0,
      openedAt: at,
      waitingSince: at,
      changedAt: at,
      v: event.v,
    };
  }
  if (row === null) return null;
  const waiting = (): InboxRow => {
    const { assignee: _, snoozedUntil: __, ...rest } = row;
    return { ...rest, status: 'waiting', ticket: event.v, waitingSince: at, changedAt: at };
  };
  switch (event.type) {
    case 'MessagePosted': {
      const internal = event.data.visibility === 'internal';
      const unread = internal
        ? row.unread
        : actor.kind === 'visitor'
          ? row.unread + 1
          : actor.kind === 'agent'
            ? 0
            : row.unread;
      return {
        ...row,
        ...mentions(row, event, actor),
        unread,
        changedAt: at,
        lastVisitorW: actor.kind === 'visitor' ? event.w : row.lastVisitorW,
        lastMessage: { text: preview(event.data.text), at, from: actor.kind, internal },
      };
    }
    case 'MentionDismissed':
      return { ...row, ...mentions(row, event, actor) };
    case 'ReceiptsAdvanced':
      return actor.kind === 'agent' && event.data.read >= row.lastVisitorW ? { ...row, unread: 0 } : row;
    case 'AgentAssigned': {
      const { waitingSince: _, snoozedUntil: __, ...rest } = row;
      return {
        ...rest,
        status: 'assigned',
        assignee: { id: event.data.agentId, name: event.data.agentName },
        ticket: event.data.ticket,
        changedAt: at,
      };
    }
    case 'AgentUnassigned':
      return waiting();
    case 'SessionReopened': {
      const { rating: _, ...unrated } = waiting();
      return unrated;
    }
    case 'TransferRequested':
      return event.data.toTeamId === undefined ? waiting() : { ...waiting(), teamId: event.data.toTeamId };
    case 'LabelsChanged':
      return { ...row, labels: event.data.labels };
    case 'SessionSnoozed':
      return { ...row, status: 'snoozed', snoozedUntil: event.data.until, changedAt: at };
    case 'SessionWoken': {
      const { snoozedUntil: _, ...rest } = row;
      return { ...rest, status: row.assignee === undefined ? 'waiting' : 'assigned', changedAt: at };
    }
    case 'SessionClosed': {
      const { waitingSince: _, snoozedUntil: __, ...rest } = row;
      return { ...rest, status: 'closed', unread: 0, changedAt: at };
    }
    case 'VisitorIdentified':
      return { ...row, visitor: person(row.visitor.id, event.data) };
    case 'SessionRated':
      return { ...row, rating: event.data.score };
    case 'SessionErased':
      return null;
    default:
      return event satisfies never;
  }
}

function mentions(row: InboxRow, event: SessionEvent, actor: Commit['actor']): Pick<InboxRow, 'mentioned'> {
  const mentioned = mentionedAfter(row.mentioned ?? [], event, actor);
  return mentioned.length === 0 && row.mentioned === undefined ? {} : { mentioned: [...mentioned] };
}

const person = (
  id: string,
  { name, email }: { name?: string | undefined; email?: string | undefined },
): InboxRow['visitor'] => ({
  id,
  ...(name === undefined ? {} : { name }),
  ...(email === undefined ? {} : { email }),
});

/** Cuts at a whole character, so that no half of a surrogate pair is stored. */
const preview = (text: string): string => {
  const cut = text.length > PREVIEW_LIMIT ? text.slice(0, PREVIEW_LIMIT) : text;
  const last = cut.charCodeAt(cut.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? cut.slice(0, -1) : cut;
};

/** Whether a row belongs under a filter for this agent, who is in these teams. `team`: the one that answers, also where it is only the site's. */
export const inFilter = (
  row: InboxRow,
  filter: InboxFilter,
  agent: { readonly id: string; readonly teams: readonly string[] },
  team = row.teamId,
): boolean => {
  switch (filter) {
    case 'mine':
      return row.status !== 'closed' && row.assignee?.id === agent.id;
    case 'mentions':
      return row.mentioned?.includes(agent.id) === true;
    case 'team':
      return row.status !== 'closed' && team !== undefined && agent.teams.includes(team);
    case 'waiting':
      return row.status === 'waiting';
    case 'all':
      return row.status !== 'closed';
    case 'closed':
      return row.status === 'closed';
  }
};
