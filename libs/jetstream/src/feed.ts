import { type AggregateRef, aggregateOf, type Commit, STREAMS } from '@holdfast/contracts';
import { type ConsumerConfig, type ConsumerInfo, type JsMsg } from '@nats-io/jetstream';
import { type NatsConnection, nanos, nuid } from '@nats-io/transport-node';
import { decodeCommit } from './commit-codec.ts';
import { describeError, LogReplaced, NotProvisioned, Unreadable } from './errors.ts';
import { assertSameLog, type Checkpoint, managerOf } from './log.ts';
import { pulled } from './pulled.ts';

/** A commit as it comes out of the log. */
export interface FeedMessage {
  readonly ref: AggregateRef;
  readonly commit: Commit;
  /** Sequence in the log. */
  readonly sequence: number;
  /** When the log took it, in milliseconds since the epoch. */
  readonly at: number;
}

export interface FeedOptions {
  readonly nc: NatsConnection;
  /** Who reads; part of the consumer's name in operators' lists. */
  readonly name: string;
  /** Subjects to read; all commits unless given. */
  readonly filter?: string | readonly string[];
  /** The first sequence to read; the whole log unless given. */
  readonly startSequence?: number;
  /** Instead: from the first commit that is not older than this. */
  readonly startTime?: Date;
  readonly onEvent?: (event: FeedEvent) => void;
}

/** For logs and metrics. */
export type FeedEvent =
  | { readonly kind: 'opened'; readonly from: number; readonly pending: number }
  | { readonly kind: 'interrupted'; readonly reason: string; readonly position: number };

export interface Feed {
  /**
   * Every commit once, in the log's order. Read it by one loop. A missing message begins the reading anew behind the last one that was handed out.
   * Ends when closed. @throws LogReplaced when, after an interruption, the log is another one or shorter; NotProvisioned at a missing stream only at the start
   */
  readonly messages: AsyncIterable<FeedMessage>;
  /** Sequence of the last commit that the loop has asked behind, or the place before the first. Everything up to it has been handed out. */
  position(): number;
  /** The log's epoch as of the last (re)opening. */
  epoch(): string;
  /** How many commits were behind the last one handed out, as far as is known. */
  lag(): number;
  /** Whether the last opening is alive. */
  connected(): boolean;
  /** Resolves when everything has been handed out that was in the log at the opening. */
  readonly caughtUp: Promise<void>;
  close(): Promise<void>;
}

/** A message that does not follow the one before it: something in between was lost on the way here. */
class Gap extends Error {
  override readonly name = 'Gap';
}

/** Reads the log as it grows, by one unacknowledged consumer of its own. @throws NotProvisioned when the log is absent */
export async function openFeed(options: FeedOptions): Promise<Feed> {
  const { nc, name, onEvent } = options;
  const closing = new AbortController();
  const caught = Promise.withResolvers<undefined>();
  const end = await assertSameLog(nc, null);
  let epoch = end.epoch;
  let position = options.startSequence === undefined ? 0 : options.startSequence - 1;
  let last: Checkpoint | null = null;
  let lag = 0;
  let connected = false;
  let consumer: string | null = null;

  const open = async (): Promise<ConsumerInfo> => {
    await drop(nc, consumer);
    consumer = `feed-${name}-${nuid.next().slice(-8)}`;
    // The name of this life of the log is known from the start, so a replaced log shows even before the first commit was read.
    const now = await assertSameLog(nc, last ?? { epoch, sequence: 0, commitId: '' });
    epoch = now.epoch;
    const jsm = await managerOf(nc);
    return await jsm.consumers.add(STREAMS.events, plan(consumer, options, last === null ? null : position + 1));
  };

  async function* read(): AsyncGenerator<FeedMessage, void, undefined> {
    for (;;) {
      const pass = new AbortController();
      const signal = AbortSignal.any([closing.signal, pass.signal]);
      let fatal: unknown;
      let delivered = 0;
      const messages = pulled(nc, {
        open: async () => {
          delivered = 0;
          try {
            return await open();
          } catch (error) {
            if (error instanceof LogReplaced) {
              fatal = error;
              pass.abort();
            }
            throw error;
          }
        },
        prefetch: 1_000,
        signal,
        onOpen: (info) => {
          connected = true;
          lag = info.num_pending;
          if (lag === 0) caught.resolve(undefined);
          onEvent?.({ kind: 'opened', from: position + 1, pending: lag });
        },
        onInterruption: (reason) => {
          connected = false;
          onEvent?.({ kind: 'interrupted', reason: describeError(reason), position });
        },
      });
      try {
        for await (const message of messages) {
          const { deliverySequence, pending } = message.info;
          if (deliverySequence !== ++delivered)
            throw new Gap(`delivery ${String(deliverySequence)} after ${String(delivered - 1)}`);
          const next = toFeedMessage(message);
          yield next;
          position = next.sequence;
          last = { epoch, sequence: position, commitId: next.commit.id };
          lag = pending;
          if (pending === 0) caught.resolve(undefined);
        }
        if (fatal !== undefined) throw fatal;
        return;
      } catch (error) {
        if (!(error instanceof Gap)) throw error;
        onEvent?.({ kind: 'interrupted', reason: error.message, position });
      } finally {
        connected = false;
      }
    }
  }

  return {
    messages: { [Symbol.asyncIterator]: read },
    position: () => position,
    epoch: () => epoch,
    lag: () => lag,
    connected: () => connected,
    caughtUp: caught.promise,
    close: async () => {
      closing.abort();
      await drop(nc, consumer);
    },
  };
}

/** The consumer lives in memory, and goes by itself soon after its reader. */
function plan(
  name: string,
  { filter, startSequence, startTime }: FeedOptions,
  from: number | null,
): Partial<ConsumerConfig> {
  const start =
    from !== null || startTime === undefined
      ? { deliver_policy: 'by_start_sequence' as const, opt_start_seq: from ?? startSequence ?? 1 }
      : { deliver_policy: 'by_start_time' as const, opt_start_time: startTime.toISOString() };
  return {
    name,
    description: 'One process that follows the log. Disposable: its reader makes another one.',
    metadata: { owner: name.split('-')[1] ?? name, runbook: 'docs/operations.md' },
    ack_policy: 'none',
    mem_storage: true,
    num_replicas: 1,
    inactive_threshold: nanos(30_000),
    ...(filter === undefined ? {} : { filter_subjects: typeof filter === 'string' ? [filter] : [...filter] }),
    ...start,
  };
}

async function drop(nc: NatsConnection, consumer: string | null): Promise<void> {
  if (consumer === null || nc.isClosed()) return;
  const jsm = await managerOf(nc);
  await jsm.consumers.delete(STREAMS.events, consumer).catch((error: unknown) => {
    // It is not there any more, or nobody answers: it goes by itself.
    if (error instanceof NotProvisioned) throw error;
  });
}

/** @throws Unreadable */
export function toFeedMessage(message: JsMsg): FeedMessage {
  const ref = aggregateOf(message.subject);
  if (ref === null) throw new Unreadable(`no aggregate is named by ${message.subject}`);
  return {
    ref,
    commit: decodeCommit(message.data),
    sequence: message.seq,
    at: Math.floor(message.info.timestampNanos / 1e6),
  };
}
