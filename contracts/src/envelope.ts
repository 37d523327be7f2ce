import { z } from 'zod';
import { Actor } from './actor.ts';
import { CommandId, Id, Instant, Position } from './primitives.ts';
import { REQUEST_COMMAND_LIMIT } from './protocol.ts';

/** The aggregates of the system. The kind is a token of every command and event subject. */
export const AggregateKind = z.enum(['session', 'desk', 'workspace']);
export type AggregateKind = z.infer<typeof AggregateKind>;

/** One aggregate of one workspace: the address of a command, and of the events that answer it. */
export const AggregateRef = z.strictObject({ workspace: Id, kind: AggregateKind, id: Id });
export type AggregateRef = z.infer<typeof AggregateRef>;

/** A command before its aggregate has read it: the id is for life, whatever is resent or redelivered. */
export const AnyCommand = z.strictObject({ id: CommandId, type: z.string(), data: z.unknown() });
export type AnyCommand = z.infer<typeof AnyCommand>;

/**
 * One message of `CHAT_COMMANDS`: the oldest unsettled commands of one sender for one aggregate, in the sender's order.
 * `id` is new for each sending; the commands keep theirs.
 */
export const CommandRequest = z.strictObject({
  id: Id,
  at: Instant,
  actor: Actor,
  correlationId: Id,
  /** Core NATS subject that wants outcomes which are already in the log (`DirectAnswer`). */
  replyTo: z.string().max(255).optional(),
  commands: z.array(AnyCommand).min(1).max(REQUEST_COMMAND_LIMIT),
});
export type CommandRequest<C extends AnyCommand = AnyCommand> = Omit<z.infer<typeof CommandRequest>, 'commands'> & {
  commands: C[];
};

/**
 * What became of a command; exactly one in the log for every command that is ever decided.
 * `detail` lets a refusal say more to its sender, e.g. who holds a chat that could not be claimed.
 */
export const Outcome = z.discriminatedUnion('kind', [
  z.object({ commandId: CommandId, kind: z.literal('stored') }),
  z.object({
    commandId: CommandId,
    kind: z.literal('refused'),
    reason: z.string(),
    detail: z.record(z.string(), z.unknown()).optional(),
  }),
  z.object({ commandId: CommandId, kind: z.literal('withdrawn') }),
]);
export type Outcome = z.infer<typeof Outcome>;

/**
 * A fact within a commit. `id` is `<command id>/<n>`, so it is the same however often the decision is made;
 * `v` counts the aggregate's events from 1, `w` those of them that visitors may see.
 */
export const RecordedEvent = z.object({
  id: z.string(),
  type: z.string(),
  ver: z.int().min(1),
  v: Position,
  w: Position,
  data: z.unknown(),
});
export type RecordedEvent<E extends AnyEvent = AnyEvent> = E & { id: string; ver: number; v: number; w: number };
/** An event as an aggregate's `decide` makes it, before it has numbers. */
export interface AnyEvent {
  type: string;
  data: unknown;
}

/**
 * One message of `CHAT_EVENTS`: all outcomes of one request and all their events, atomic because it is one message.
 * `v` and `w` are those of the last event; a commit without events repeats the numbers before it.
 */
export const Commit = z.object({
  id: Id,
  at: Instant,
  actor: Actor,
  causationId: z.string(),
  correlationId: Id,
  v: Position,
  w: Position,
  outcomes: z.array(Outcome),
  events: z.array(RecordedEvent),
});
export type Commit<E extends AnyEvent = AnyEvent> = Omit<z.infer<typeof Commit>, 'events'> & {
  events: RecordedEvent<E>[];
};

/** Outcomes that were in the log before they were asked for, sent over core NATS to the request's `replyTo`. */
export const DirectAnswer = z.strictObject({
  to: AggregateRef,
  actor: Actor,
  requestId: Id,
  outcomes: z.array(Outcome),
});
export type DirectAnswer = z.infer<typeof DirectAnswer>;

/** The id of the command that a part of Holdfast derives from the event at `v` of an aggregate. */
export const derivedCommandId = (source: Pick<AggregateRef, 'id'>, v: number, kind: string): CommandId =>
  `${source.id}/${String(v)}/${kind}`;
/** The id of the `n`th event (from 0) that a command leads to. */
export const eventId = (commandId: string, n: number): string => `${commandId}/${n}`;

/** Headers that Holdfast writes beside the broker's own. */
export const HEADERS = {
  /** Event types of a commit, comma-separated: a commit is readable with `headers_only`. */
  types: 'Holdfast-Types',
  /** W3C trace context. */
  trace: 'traceparent',
} as const;
