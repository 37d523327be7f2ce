import { z } from 'zod';
import {
  CommandId,
  DisplayName,
  EmailAddress,
  Id,
  Instant,
  Label,
  MessageText,
  Position,
  safeText,
  WebAddress,
} from './primitives.ts';

/*
 * A session is one conversation between a visitor and the agents of a workspace.
 * Below: what may be asked of it (commands), what can have happened to it (events), and why it may refuse.
 */

/** Who sees a message: everybody in the session, or staff only (an internal note). */
export const Visibility = z.enum(['public', 'internal']);
export type Visibility = z.infer<typeof Visibility>;

/** What is known of a visitor. `verified` means a signed identity vouches for it. */
export const VisitorProfile = z.strictObject({
  name: DisplayName.optional(),
  email: EmailAddress.optional(),
  externalId: safeText(1, 128).optional(),
  verified: z.boolean().optional(),
});
export type VisitorProfile = z.infer<typeof VisitorProfile>;

/** What a visitor writes from, as their browser names itself: for reading only. Each is a name without a version beyond the first number. */
export const Device = z.strictObject({
  browser: safeText(1, 60).optional(),
  system: safeText(1, 60).optional(),
  form: z.enum(['desktop', 'phone', 'tablet']).optional(),
});
export type Device = z.infer<typeof Device>;

/** The page a visitor was on when the session was opened. */
export const PageVisit = z.strictObject({
  url: WebAddress,
  title: safeText(0, 300).optional(),
  referrer: safeText(0, 2_048).optional(),
});

/**
 * A ticket is one request for an agent: the `v` of the session event that asked (opened, unassigned, transfer, reopened).
 * Assignments quote it, and the session refuses any but the current one.
 */
export const Ticket = z.int().min(1);
export type Ticket = z.infer<typeof Ticket>;

/** Why an agent no longer holds a session. */
export const UnassignReason = z.enum(['returned', 'agent-offline']);
export type UnassignReason = z.infer<typeof UnassignReason>;

const command = <T extends string, D extends z.ZodType>(type: T, data: D) =>
  z.strictObject({ id: Id, type: z.literal(type), data });
const nothing = z.strictObject({});

export const OpenSession = command(
  'OpenSession',
  z.strictObject({
    siteId: Id,
    teamId: Id.optional(),
    visitor: VisitorProfile,
    page: PageVisit.optional(),
    /** Written by the gateway from the connection; what a client claims here is replaced. */
    device: Device.optional(),
    locale: safeText(2, 35).optional(),
  }),
);
/** The most agents that one note calls. */
export const MENTION_LIMIT = 20;
/** `mentions` are the agents an internal note calls to the chat; a public message calls nobody. */
export const PostMessage = command(
  'PostMessage',
  z.strictObject({
    text: MessageText,
    visibility: Visibility,
    mentions: z.array(Id).max(MENTION_LIMIT).optional(),
  }),
);
/** How far the sender holds and has seen *others'* visible messages, as values of `w`. Never moves back. */
export const MarkReceipts = command('MarkReceipts', z.strictObject({ delivered: Position, read: Position }));
/** The sender has dealt with the notes that mention them. */
export const DismissMention = command('DismissMention', nothing);
/** Takes back a command that has no outcome yet. Whichever the log has first stands. */
export const Withdraw = command('Withdraw', z.strictObject({ commandId: Id }));
export const RequestTransfer = command(
  'RequestTransfer',
  z.strictObject({
    toTeamId: Id.optional(),
    toAgentId: Id.optional(),
    note: safeText(0, 2_000).optional(),
  }),
);
export const UnassignAgent = command('UnassignAgent', z.strictObject({ ticket: Ticket, reason: UnassignReason }));
export const SetLabels = command('SetLabels', z.strictObject({ labels: z.array(Label).max(20) }));
export const SnoozeSession = command('SnoozeSession', z.strictObject({ until: Instant }));
export const WakeSession = command('WakeSession', nothing);
export const CloseSession = command('CloseSession', nothing);
export const ReopenSession = command('ReopenSession', nothing);
export const RateSession = command(
  'RateSession',
  z.strictObject({ score: z.int().min(1).max(5), comment: safeText(0, 2_000).optional() }),
);
export const IdentifyVisitor = command('IdentifyVisitor', VisitorProfile);
/** From the desk only: the decision that makes `agentId` the one who answers. */
export const AssignAgent = command(
  'AssignAgent',
  z.strictObject({ ticket: Ticket, agentId: Id, agentName: DisplayName, decisionId: z.string().max(160) }),
);
/** Admin only: every trace of the conversation goes; its numbering stays. */
export const EraseSession = command('EraseSession', nothing);

/** From people only, by their plain ids. */
const PERSONAL = [
  OpenSession,
  PostMessage,
  MarkReceipts,
  DismissMention,
  Withdraw,
  RequestTransfer,
  SetLabels,
  SnoozeSession,
  CloseSession,
  ReopenSession,
  RateSession,
  IdentifyVisitor,
  EraseSession,
] as const;
const derived = { id: CommandId };

/** What a browser or a REST caller may send. */
export const ClientSessionCommand = z.discriminatedUnion('type', [...PERSONAL, UnassignAgent, WakeSession]);
export type ClientSessionCommand = z.infer<typeof ClientSessionCommand>;
/** What of it visitors may send; the gateway and the session decide it again. */
export const VisitorSessionCommand = z.discriminatedUnion('type', [
  OpenSession,
  PostMessage,
  MarkReceipts,
  Withdraw,
  CloseSession,
  ReopenSession,
  RateSession,
  IdentifyVisitor,
]);
export const SessionCommand = z.discriminatedUnion('type', [
  ...PERSONAL,
  UnassignAgent.extend(derived),
  WakeSession.extend(derived),
  AssignAgent.extend(derived),
]);
export type SessionCommand = z.infer<typeof SessionCommand>;

const event = <T extends string, D extends z.ZodType>(type: T, data: D) => z.object({ type: z.literal(type), data });
/** Read back tolerantly: a later version may have written more. */
const tolerant = <S extends z.ZodRawShape>(strict: z.ZodObject<S>) => z.object(strict.shape);

export const SessionOpened = event(
  'SessionOpened',
  z.object({
    siteId: Id,
    teamId: Id.optional(),
    visitorId: Id,
    visitor: tolerant(VisitorProfile),
    page: tolerant(PageVisit).optional(),
    device: tolerant(Device).optional(),
    locale: z.string().optional(),
  }),
);
export const MessagePosted = event(
  'MessagePosted',
  z.object({ text: z.string(), visibility: Visibility, mentions: z.array(Id).optional() }),
);
/** The actor of the commit now holds (`delivered`) and has seen (`read`) others' messages up to these values of `w`. */
export const ReceiptsAdvanced = event('ReceiptsAdvanced', z.object({ delivered: Position, read: Position }));
/** The actor of the commit, whom a note mentions, has dealt with it. */
export const MentionDismissed = event('MentionDismissed', z.object({}));
export const AgentAssigned = event(
  'AgentAssigned',
  z.object({ ticket: Ticket, agentId: Id, agentName: z.string(), decisionId: z.string() }),
);
/** The session waits for an agent again; this event's `v` is the new ticket. */
export const AgentUnassigned = event('AgentUnassigned', z.object({ agentId: Id, reason: UnassignReason }));
/** The session waits for the named team or agent; this event's `v` is the new ticket. */
export const TransferRequested = event(
  'TransferRequested',
  z.object({
    fromAgentId: Id.optional(),
    toTeamId: Id.optional(),
    toAgentId: Id.optional(),
    note: z.string().optional(),
  }),
);
export const LabelsChanged = event('LabelsChanged', z.object({ labels: z.array(z.string()) }));
export const SessionSnoozed = event('SessionSnoozed', z.object({ until: Instant }));
export const SessionWoken = event('SessionWoken', z.object({}));
export const SessionClosed = event('SessionClosed', z.object({}));
/** The session is open and waits for an agent; this event's `v` is the new ticket. */
export const SessionReopened = event('SessionReopened', z.object({}));
export const SessionRated = event('SessionRated', z.object({ score: z.int(), comment: z.string().optional() }));
/** The whole profile as it now stands. */
export const VisitorIdentified = event('VisitorIdentified', tolerant(VisitorProfile));
export const SessionErased = event('SessionErased', z.object({}));

export const SessionEvent = z.discriminatedUnion('type', [
  SessionOpened,
  MessagePosted,
  ReceiptsAdvanced,
  MentionDismissed,
  AgentAssigned,
  AgentUnassigned,
  TransferRequested,
  LabelsChanged,
  SessionSnoozed,
  SessionWoken,
  SessionClosed,
  SessionReopened,
  SessionRated,
  VisitorIdentified,
  SessionErased,
]);
export type SessionEvent = z.infer<typeof SessionEvent>;

/** Why a session refuses a command. */
export const SessionRefusal = z.enum([
  /** No such session for this sender: absence and lack of permission look the same. */
  'not-found',
  'already-open',
  'not-permitted',
  'closed',
  'not-closed',
  'not-assigned',
  /** The assignment or release quotes a ticket that is no longer the current one. */
  'outdated-ticket',
  'already-rated',
  'invalid-transfer',
  'erased',
  'storage-full',
  /** The session is parked after a failure of ours; the dead letter says more. */
  'parked',
  'invalid',
]);
export type SessionRefusal = z.infer<typeof SessionRefusal>;
