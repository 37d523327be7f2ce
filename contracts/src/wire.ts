import { z } from 'zod';
import { Role } from './actor.ts';
import { Outcome } from './envelope.ts';
import { InboxCounts, InboxFilter, InboxOnly, InboxRow, InboxSort } from './inbox.ts';
import { Availability, ClientDeskCommand } from './desk.ts';
import { DisplayName, Id, Instant, Position } from './primitives.ts';
import { FRAME_LIMITS, REQUEST_COMMAND_LIMIT } from './protocol.ts';
import { ClientSessionCommand, type SessionEvent, VisitorSessionCommand } from './session.ts';

/*
 * The WebSocket protocol: JSON text frames, `t` names the kind.
 * Frames from clients are closed schemas: an unknown key or kind closes the connection.
 */

export const PublicActor = z.object({
  kind: z.enum(['visitor', 'agent', 'system']),
  id: Id,
  name: DisplayName.optional(),
});
export type PublicActor = z.infer<typeof PublicActor>;

/** What a client holds of a session: the number of the last event, `v` for staff, `w` for visitors; 0 for nothing. */
export const Cursor = z.strictObject({ session: Id, n: Position });
export type Cursor = z.infer<typeof Cursor>;

// ── client → server ──────────────────────────────────────────────────────────────────────────────────────────────────

/** The first frame, within 5 s: who I am, and what I hold. `epoch` is the one the cursors were taken in. */
export const Hello = z.strictObject({
  t: z.literal('hello'),
  protocol: z.int(),
  token: z.string().min(1).max(4_096),
  /** This client instance: one page load. */
  client: Id,
  epoch: Id.optional(),
  cursors: z.array(Cursor).max(FRAME_LIMITS.cursors),
});
/** Follow one more session from a cursor on; answered with `sync`. */
export const Attach = z.strictObject({ t: z.literal('attach'), session: Id, n: Position });
export const Detach = z.strictObject({ t: z.literal('detach'), session: Id });
/** The oldest unsettled commands for one session; the next request for it goes when all of these have outcomes. */
export const SessionRequest = z.strictObject({
  t: z.literal('request'),
  id: Id,
  session: Id,
  commands: z.array(ClientSessionCommand).min(1).max(REQUEST_COMMAND_LIMIT),
});
/** A request as a visitor may make it. */
export const VisitorRequest = SessionRequest.extend({
  commands: z.array(VisitorSessionCommand).min(1).max(REQUEST_COMMAND_LIMIT),
});
/** The same for the desk of the agent's workspace. */
export const DeskRequest = z.strictObject({
  t: z.literal('desk-request'),
  id: Id,
  commands: z.array(ClientDeskCommand).min(1).max(REQUEST_COMMAND_LIMIT),
});
/** Something that is only true for a moment; never stored, and dropped first when a connection is slow. */
export const SendSignal = z.strictObject({
  t: z.literal('signal'),
  session: Id,
  kind: z.enum(['typing', 'viewing']),
  on: z.boolean(),
  internal: z.boolean().optional(),
});
/**
 * A window of the inbox that this console shows, under a name of its own: each tab has one. Replaces the one of that name. Of more than
 * `INBOX_WINDOWS_LIMIT` the one asked for longest ago is watched no longer, without a word.
 */
export const WatchInbox = z.strictObject({
  t: z.literal('watch-inbox'),
  window: Id,
  filter: InboxFilter,
  sort: InboxSort.optional(),
  only: InboxOnly.optional(),
  offset: z.int().min(0),
  limit: z.int().min(1).max(200),
});
/** Nobody looks at a window any more. */
export const UnwatchInbox = z.strictObject({ t: z.literal('unwatch-inbox'), window: Id });
/** Asks whether the other side is there; answered at once, by a pong. Both sides may ask, and a pong is never answered. */
export const Ping = z.strictObject({ t: z.literal('ping') });
export const Pong = z.strictObject({ t: z.literal('pong') });
/** A fresh token for the same identity, before the old one expires. */
export const Renew = z.strictObject({ t: z.literal('renew'), token: z.string().min(1).max(4_096) });

export const ClientFrame = z.discriminatedUnion('t', [
  Hello,
  Attach,
  Detach,
  SessionRequest,
  DeskRequest,
  SendSignal,
  WatchInbox,
  UnwatchInbox,
  Ping,
  Pong,
  Renew,
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

// ── server → client ──────────────────────────────────────────────────────────────────────────────────────────────────

/** An event as one audience sees it. `n` is dense in that audience's numbering; receipts count in `w`. */
export type SessionFrameEvent = SessionEvent & { n: number; w: number; id: string; at: string; actor: PublicActor };
/** Read back tolerantly: an event of a type that this version does not know passes here, and the session view skips it. */
export const SessionFrameEvent = z.object({
  n: Position,
  w: Position,
  id: z.string(),
  at: Instant,
  actor: PublicActor,
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
}) as unknown as z.ZodType<SessionFrameEvent>;

export const Welcome = z.object({
  t: z.literal('welcome'),
  protocol: z.int(),
  epoch: Id,
  connection: Id,
  you: z.object({
    kind: z.enum(['visitor', 'agent']),
    id: Id,
    name: DisplayName.optional(),
    role: Role.optional(),
    workspace: Id,
  }),
  /** The server sends a ping this often (the first one sooner); a client that hears nothing for `deadAfterMs` is cut off. */
  pingMs: z.int(),
  deadAfterMs: z.int(),
});
/**
 * Where a session stands against the client's cursor.
 * `none`: nothing was missed. `tail`: `events` extend what the client has, densely.
 * `snapshot`: `events` replace it; they are compacted (see `compact`), `older` tells that the history holds more.
 * `frozen`: the cursor is ahead of the log in the same epoch; nothing is served until an operator has looked.
 * `n` is the session's number after this frame; 0 where there is no such session for this client (a session not opened yet looks the same).
 */
export const Sync = z.object({
  t: z.literal('sync'),
  session: Id,
  mode: z.enum(['none', 'tail', 'snapshot', 'frozen']),
  n: Position,
  events: z.array(SessionFrameEvent),
  older: z.boolean(),
});
/** Every cursor of the hello is answered: what follows is live. */
export const Live = z.object({ t: z.literal('live') });
export const Events = z.object({ t: z.literal('events'), session: Id, events: z.array(SessionFrameEvent).min(1) });
/** What became of the receiver's own commands; `session` is absent for the desk's. */
export const Outcomes = z.object({
  t: z.literal('outcomes'),
  session: Id.optional(),
  outcomes: z.array(Outcome).min(1),
});
/**
 * A request the gateway did not pass on. It is *no outcome*: after `too-fast` or `unavailable` the client waits and resends;
 * after any other it may show *failed* only if this was the commands' first and only sending, else it withdraws them.
 */
export const TurnedAway = z.object({
  t: z.literal('turned-away'),
  request: Id,
  reason: z.enum(['too-fast', 'unavailable', 'not-found', 'not-permitted', 'invalid']),
  retryAfterMs: z.int().optional(),
  detail: z.string().optional(),
});
export const Signal = z.object({
  t: z.literal('signal'),
  session: Id,
  from: PublicActor,
  kind: z.enum(['typing', 'viewing']),
  on: z.boolean(),
  /** A note is being typed; told to staff only. */
  internal: z.literal(true).optional(),
});
/** A watched window as it stands: `order` is the whole window, `rows` those rows whose content the client does not have yet. At most 4 a second. */
export const InboxFrame = z.object({
  t: z.literal('inbox'),
  window: Id,
  filter: InboxFilter,
  sort: InboxSort.optional(),
  only: InboxOnly.optional(),
  offset: z.int(),
  total: z.int(),
  order: z.array(Id),
  rows: z.array(InboxRow),
  counts: InboxCounts,
});
/**
 * How a visitor's session stands with the people who answer; visitors only, again when changed, at most once a second.
 * It is a signal: never stored, dropped first, and true for a moment.
 */
export const Standing = z.object({
  t: z.literal('standing'),
  session: Id,
  /** Whether anybody who could answer is there. */
  open: z.boolean(),
  /** Place in the queue of its team, from 1; only while it waits. */
  position: z.int().min(1).optional(),
  /** How long a wait takes by what the team's last ones took, in ms; absent while nothing is known. */
  expectedWaitMs: z.int().min(0).optional(),
  /** The one who answers, and whether they are there. */
  agent: z.object({ id: Id, here: z.boolean() }).optional(),
});
export type Standing = z.infer<typeof Standing>;
export const RosterAgent = z.object({
  id: Id,
  name: z.string(),
  availability: Availability,
  present: z.boolean(),
  load: z.int(),
  capacity: z.int(),
  teams: z.array(Id),
  active: z.boolean(),
});
export type RosterAgent = z.infer<typeof RosterAgent>;
/** The agents of the workspace as the desk sees them; staff only, whole, when changed, at most 4 a second. */
export const Roster = z.object({ t: z.literal('roster'), agents: z.array(RosterAgent) });
/** As `Ping` and `Pong`, from the server. */
export const ServerPing = z.object({ t: z.literal('ping') });
export const ServerPong = z.object({ t: z.literal('pong') });
/** The server is about to close; `retry` is the window in ms from which the client draws its delay. */
export const Bye = z.object({
  t: z.literal('bye'),
  code: z.enum(['drain', 'slow', 'epoch', 'revoked', 'expired', 'lagging']),
  retry: z.tuple([z.int(), z.int()]),
});

export const ServerFrame = z.discriminatedUnion('t', [
  Welcome,
  Sync,
  Live,
  Events,
  Outcomes,
  TurnedAway,
  Signal,
  InboxFrame,
  Standing,
  Roster,
  ServerPing,
  ServerPong,
  Bye,
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
/** What of it visitors are sent: a widget that knows only this is smaller. */
export const VisitorServerFrame = z.discriminatedUnion('t', [
  Welcome,
  Sync,
  Live,
  Events,
  Outcomes,
  TurnedAway,
  Signal,
  Standing,
  ServerPing,
  ServerPong,
  Bye,
]);
export type Sync = z.infer<typeof Sync>;
export type TurnedAway = z.infer<typeof TurnedAway>;
export type InboxFrame = z.infer<typeof InboxFrame>;
export type Bye = z.infer<typeof Bye>;
