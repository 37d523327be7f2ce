import { type AggregateRef, type Commit, eventSubject, STREAMS } from '@holdfast/contracts';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { type NatsConnection } from '@nats-io/transport-node';
import { type StoredCommit } from '@holdfast/event-sourcing';
import { decodeCommit } from './commit-codec.ts';
import { getMessage, getMessages } from './direct-get.ts';
import { LogReplaced, NotProvisioned, Unavailable } from './errors.ts';
import { backoff, pause } from './pause.ts';
import { NO_ANSWER, Replies } from './replies.ts';
import { EPOCH_KEY } from './stream-table.ts';

/** Where the log ends. */
export interface LogEnd {
  /** Random name of this log's life; another one after a restore. */
  readonly epoch: string;
  /** Sequence of the last message; 0: none was ever stored. */
  readonly sequence: number;
}

/** A place in the log that somebody has read up to. */
export interface Checkpoint {
  readonly epoch: string;
  readonly sequence: number;
  readonly commitId: string;
}

/** The same where it may not be known what is there. */
export interface Place extends LogEnd {
  readonly commitId: string | null;
}

/** Commits of the aggregate behind the sequence `after`, in order, at most `limit`. @throws Unavailable */
export async function readCommits(
  nc: NatsConnection,
  ref: AggregateRef,
  { after = 0, limit = Infinity }: { readonly after?: number; readonly limit?: number } = {},
): Promise<{ commits: StoredCommit[]; more: boolean }> {
  const { messages, more } = await getMessages(nc, STREAMS.events, eventSubject(ref), after + 1, limit);
  return { commits: messages.map(({ data, sequence }) => ({ commit: decodeCommit(data), sequence })), more };
}

/** The aggregate's last commit; null: it has none. @throws Unavailable */
export async function lastCommit(nc: NatsConnection, ref: AggregateRef): Promise<StoredCommit | null> {
  const message = await getMessage(nc, STREAMS.events, { last_by_subj: eventSubject(ref) });
  return message === null ? null : { commit: decodeCommit(message.data), sequence: message.sequence };
}

/** The commit at a sequence of the log; null: none was ever there, or it has been erased. @throws Unavailable */
export async function commitAt(nc: NatsConnection, sequence: number): Promise<Commit | null> {
  const message = await getMessage(nc, STREAMS.events, { seq: sequence });
  return message === null ? null : decodeCommit(message.data);
}

/** @throws NotProvisioned when the stream is absent or has no epoch, Unavailable when nobody answers */
export async function epochAndLastSequence(nc: NatsConnection): Promise<LogEnd> {
  for (let attempt = 1; attempt <= 8; attempt++) {
    const reply = await Replies.of(nc).request(`$JS.API.STREAM.INFO.${STREAMS.events}`, '', undefined, {
      timeoutMs: 2_000,
    });
    if (reply !== NO_ANSWER) {
      const info = reply.json<{
        error?: { code: number; description: string };
        config?: { metadata?: Record<string, string> };
        state?: { last_seq: number };
      }>();
      if (info.error !== undefined && info.error.code < 500)
        throw new NotProvisioned(`${STREAMS.events}: ${info.error.description}`);
      const epoch = info.config?.metadata?.[EPOCH_KEY];
      if (epoch !== undefined && info.state !== undefined) return { epoch, sequence: info.state.last_seq };
      if (info.error === undefined) throw new NotProvisioned(`${STREAMS.events} has no epoch`);
    }
    await pause(backoff(attempt, 20, 500));
  }
  throw new Unavailable(`${STREAMS.events} does not answer`);
}

/**
 * Proves that what was read up to `checkpoint` is still the beginning of the log, and says where the log ends.
 * @throws LogReplaced when it is not
 */
export async function assertSameLog(nc: NatsConnection, checkpoint: Place | null): Promise<LogEnd> {
  const end = await epochAndLastSequence(nc);
  if (checkpoint === null) return end;
  const { epoch, sequence, commitId } = checkpoint;
  if (epoch !== end.epoch) throw new LogReplaced(`read in epoch ${epoch}, the log is of epoch ${end.epoch}`);
  if (sequence > end.sequence) throw new LogReplaced(`read up to ${sequence}, the log ends at ${end.sequence}`);
  if (sequence === 0) return end;
  // Erasing an aggregate removes its messages, so an empty place proves nothing; another commit does.
  const there = await commitAt(nc, sequence);
  if (there !== null && commitId !== null && there.id !== commitId)
    throw new LogReplaced(`at ${sequence} was commit ${commitId}, there is ${there.id}`);
  return end;
}

const managers = new WeakMap<NatsConnection, Promise<JetStreamManager>>();

/** The management API, made once per connection without asking the server first. */
export function managerOf(nc: NatsConnection): Promise<JetStreamManager> {
  let manager = managers.get(nc);
  if (manager === undefined) {
    manager = jetstreamManager(nc, { checkAPI: false, sendRequiredApiLevel: true, timeout: 2_000 });
    managers.set(nc, manager);
  }
  return manager;
}
