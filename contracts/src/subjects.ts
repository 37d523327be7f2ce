import type { AggregateKind, AggregateRef } from './envelope.ts';

/*
 * Every subject of the system. Nobody else builds one from strings.
 * The type-only import keeps this file free of zod, for browsers.
 */

/** How many partitions `cmd.` subjects have, for good. They exist for cache locality only; any instance may take any. */
export const PARTITIONS = 16;

const TOKEN = /^[A-Za-z0-9_-]{1,64}$/;
/** @throws RangeError when `value` could change the meaning of a subject */
const token = (value: string): string => {
  if (!TOKEN.test(value)) throw new RangeError(`not a subject token: ${JSON.stringify(value.slice(0, 80))}`);
  return value;
};

/** FNV-1a of the id, modulo `PARTITIONS`. */
export const partitionOf = (aggregateId: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < aggregateId.length; i++) hash = Math.imul(hash ^ aggregateId.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % PARTITIONS;
};

/** Where commands for one aggregate are published: `cmd.<partition>.<workspace>.<kind>.<id>`. */
export const commandSubject = ({ workspace, kind, id }: AggregateRef): string =>
  `cmd.${String(partitionOf(id))}.${token(workspace)}.${kind}.${token(id)}`;

/** The one subject of an aggregate's commits: `evt.<workspace>.<kind>.<id>`. */
export const eventSubject = ({ workspace, kind, id }: AggregateRef): string =>
  `evt.${token(workspace)}.${kind}.${token(id)}`;

/** All commands for aggregates of one kind. */
export const commandFilter = (kind: AggregateKind): string => `cmd.*.*.${kind}.*`;
/** All commits of aggregates of one kind. */
export const eventFilter = (kind: AggregateKind): string => `evt.*.${kind}.*`;

/** The aggregate that a `cmd.` or `evt.` subject names, or null for any other subject. */
export const aggregateOf = (subject: string): AggregateRef | null => {
  const parts = subject.split('.');
  const [workspace, kind, id] =
    parts[0] === 'cmd' && parts.length === 5
      ? parts.slice(2)
      : parts[0] === 'evt' && parts.length === 4
        ? parts.slice(1)
        : [];
  if (workspace === undefined || id === undefined) return null;
  if (kind !== 'session' && kind !== 'desk' && kind !== 'workspace') return null;
  return { workspace, kind, id };
};

/** Where copies of what a service could not process go: the original subject behind the service's name. */
export const deadLetterSubject = (service: string, original: string): string => `dlq.${token(service)}.${original}`;

/** Copies of this subject's messages in the dead letters, whichever service put them there. */
export const deadLettersOf = (original: string): string => `dlq.*.${original}`;

/** Timers: armed on one subject, due on the other, for one aggregate and one kind of timer. */
export const timerSubject = (phase: 'arm' | 'due', { workspace, kind, id }: AggregateRef, timer: string): string =>
  `timer.${phase}.${token(workspace)}.${kind}.${token(id)}.${token(timer)}`;

/** Everything about timers of one aggregate. */
export const timersOf = ({ workspace, kind, id }: AggregateRef): string =>
  `timer.*.${token(workspace)}.${kind}.${token(id)}.*`;
/** Timers that are due, of all aggregates of one kind. */
export const dueTimerFilter = (kind: AggregateKind): string => `timer.due.*.${kind}.*.*`;

/** Signals (typing, live presence) of one session, over core NATS; never stored. */
export const signalSubject = (workspace: string, session: string): string =>
  `sig.${token(workspace)}.${token(session)}`;
export const SIGNAL_FILTER = 'sig.*.*';

/** Where one gateway process listens for direct answers. */
export const replySubject = (gateway: string): string => `reply.${token(gateway)}`;
/** Revocations of agents' sign-ins, heard by every gateway. */
export const REVOCATION_SUBJECT = 'revoked';

export const STREAMS = {
  commands: 'CHAT_COMMANDS',
  events: 'CHAT_EVENTS',
  timers: 'CHAT_TIMERS',
  deadLetters: 'CHAT_DLQ',
  advisories: 'CHAT_ADVISORIES',
} as const;

/** KV bucket of agents' presence leases: key `<workspace>.<agent>`, renewed by the gateways that hold a console of the agent. */
export const PRESENCE_BUCKET = 'presence';
export const presenceKey = (workspace: string, agent: string): string => `${token(workspace)}.${token(agent)}`;
