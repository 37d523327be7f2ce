import { z } from 'zod';
import { CommandId, DisplayName, Id, Instant } from './primitives.ts';
import { Ticket } from './session.ts';

/*
 * The desk of a workspace decides which agent gets which chat, and why.
 * What it decides (ChatAssigned) is a decision; the session's AgentAssigned is the fact.
 */

/** What an agent has chosen. An agent without a live console counts as offline, whatever was chosen. */
export const Availability = z.enum(['online', 'away', 'offline']);
export type Availability = z.infer<typeof Availability>;

/** How a chat came to wait. */
export const QueueReason = z.enum([
  'opened',
  'reopened',
  'returned',
  'agent-offline',
  'transfer',
  'assignment-refused',
]);
/** Why an agent who was looked at did not get the chat, or that they did. */
export const Verdict = z.enum([
  'chosen',
  'busier',
  'less-idle',
  'at-capacity',
  'away',
  'offline',
  'other-team',
  'not-preferred',
  'gave-back',
  'inactive',
]);
export type Verdict = z.infer<typeof Verdict>;

/** One line of a decision: an agent as the desk saw them, and what it made of it. */
export const Considered = z.object({
  agentId: Id,
  agentName: z.string(),
  load: z.int().min(0),
  capacity: z.int().min(0),
  verdict: Verdict,
});
export type Considered = z.infer<typeof Considered>;
/** The most lines a decision lists; `consideredTotal` tells how many agents there were. */
export const CONSIDERED_LIMIT = 50;

const command = <T extends string, D extends z.ZodType>(type: T, data: D) =>
  z.strictObject({ id: Id, type: z.literal(type), data });
const derived = <T extends string, D extends z.ZodType>(type: T, data: D) =>
  z.strictObject({ id: CommandId, type: z.literal(type), data });

export const SetAvailability = command('SetAvailability', z.strictObject({ availability: Availability }));
/** The sender wants this chat for themselves. */
export const ClaimChat = command('ClaimChat', z.strictObject({ session: Id }));

export const RegisterAgent = derived(
  'RegisterAgent',
  z.strictObject({
    agentId: Id,
    agentName: DisplayName,
    teams: z.array(Id).max(100),
    capacity: z.int().min(0).max(1_000),
    active: z.boolean(),
  }),
);
/** Chats of this site go to this team unless they name one. */
export const RouteSite = derived('RouteSite', z.strictObject({ siteId: Id, teamId: Id }));
/** A console of the agent is connected. */
export const NoteArrival = derived('NoteArrival', z.strictObject({ agentId: Id }));
/** No console of the agent has been connected for the grace time. */
export const NoteAbsence = derived('NoteAbsence', z.strictObject({ agentId: Id }));
/** The session asks for an agent. `preferAgentId` comes first where they can; `avoidAgentId` gave the chat away and gets it back only by their own claim. */
export const QueueChat = derived(
  'QueueChat',
  z.strictObject({
    session: Id,
    ticket: Ticket,
    siteId: Id,
    teamId: Id.optional(),
    preferAgentId: Id.optional(),
    avoidAgentId: Id.optional(),
    since: Instant,
    reason: QueueReason,
  }),
);
/** The session needs no agent, or not this one, any more: its slot and its place in the queue are free. `ticket` bounds what is released: anything up to it. */
export const ReleaseChat = derived(
  'ReleaseChat',
  z.strictObject({
    session: Id,
    ticket: Ticket,
    reason: z.enum(['closed', 'unassigned', 'transfer', 'erased', 'assignment-refused']),
  }),
);

export const ClientDeskCommand = z.discriminatedUnion('type', [SetAvailability, ClaimChat]);
export type ClientDeskCommand = z.infer<typeof ClientDeskCommand>;
export const DeskCommand = z.discriminatedUnion('type', [
  ...ClientDeskCommand.options,
  RegisterAgent,
  RouteSite,
  NoteArrival,
  NoteAbsence,
  QueueChat,
  ReleaseChat,
]);
export type DeskCommand = z.infer<typeof DeskCommand>;

const event = <T extends string, D extends z.ZodType>(type: T, data: D) => z.object({ type: z.literal(type), data });

export const AgentRegistered = event(
  'AgentRegistered',
  z.object({ agentId: Id, agentName: z.string(), teams: z.array(Id), capacity: z.int(), active: z.boolean() }),
);
export const SiteRouted = event('SiteRouted', z.object({ siteId: Id, teamId: Id }));
/** What the agent chose, and whether a console of theirs is connected; both are needed to get chats. */
export const AvailabilityChanged = event(
  'AvailabilityChanged',
  z.object({
    agentId: Id,
    availability: Availability,
    present: z.boolean(),
    reason: z.enum(['chosen', 'arrived', 'presence-lost']),
  }),
);
export const ChatQueued = event(
  'ChatQueued',
  z.object({
    session: Id,
    ticket: Ticket,
    siteId: Id,
    teamId: Id.optional(),
    preferAgentId: Id.optional(),
    avoidAgentId: Id.optional(),
    since: Instant,
    reason: QueueReason,
    considered: z.array(Considered),
    consideredTotal: z.int(),
  }),
);
/** The decision: this agent answers this ticket. */
export const ChatAssigned = event(
  'ChatAssigned',
  z.object({
    session: Id,
    ticket: Ticket,
    teamId: Id.optional(),
    agentId: Id,
    agentName: z.string(),
    kind: z.enum(['automatic', 'claimed']),
    since: Instant,
    considered: z.array(Considered),
    consideredTotal: z.int(),
  }),
);
/** The agent's slot is free again. Tickets up to `upTo` (this one when absent) are over for good. */
export const ChatReleased = event(
  'ChatReleased',
  z.object({ session: Id, ticket: Ticket, upTo: Ticket.optional(), agentId: Id, reason: z.string() }),
);
/** The chat waits no longer, and nobody got it. `upTo` as in `ChatReleased`. */
export const ChatDequeued = event(
  'ChatDequeued',
  z.object({ session: Id, ticket: Ticket, upTo: Ticket.optional(), reason: z.string() }),
);
/** The desk takes the chat back from an agent who is gone; the session unassigns and asks anew. */
export const ChatRecalled = event(
  'ChatRecalled',
  z.object({ session: Id, ticket: Ticket, agentId: Id, reason: z.enum(['agent-offline']) }),
);

export const DeskEvent = z.discriminatedUnion('type', [
  AgentRegistered,
  SiteRouted,
  AvailabilityChanged,
  ChatQueued,
  ChatAssigned,
  ChatReleased,
  ChatDequeued,
  ChatRecalled,
]);
export type DeskEvent = z.infer<typeof DeskEvent>;

/** Why the desk refuses. `already-taken` carries `{agentId, agentName, at}` in its detail. */
export const DeskRefusal = z.enum([
  'not-permitted',
  'unknown-agent',
  'already-taken',
  'not-waiting',
  'outdated-ticket',
  'storage-full',
  'parked',
  'invalid',
]);
export type DeskRefusal = z.infer<typeof DeskRefusal>;

/** The id of a workspace's only desk. */
export const DESK_ID = 'main';
