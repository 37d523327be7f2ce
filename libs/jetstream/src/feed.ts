import { type AggregateRef, aggregateOf, type Commit, STREAMS } from '@holdfast/contracts';
import { type ConsumerConfig, type ConsumerInfo, type JsMsg } from '@nats-io/jetstream';
import { type NatsConnection, nanos, nuid } from '@nats-io/transport-node';
import { decodeCommit } from './commit-codec.ts';
import { describeError, LogReplaced, Unreadable } from './errors.ts';
import { assertSameLog, commitAt, managerOf, type Place } from './log.ts';
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
  | { readonly kind: 'interrupted'; readonly reason: string; readonly position: number }
  | { readonly kind: 'unreadable'; readonly sequence: number; readonly reason: string };

export interface Feed {
  /**
   * Every commit once, in the log's order. Read it by one loop. A missing message begins the reading anew behind the last one that was handed out.
   * Ends when closed. @throws LogReplaced when, after an interruption, the log is another one or shorter
   */
  readonly messages: AsyncIterable<FeedMessage>;
  /** Sequence of the last commit that was handed out, or the place before the first. */
  position(): number;
  /** The life of the log that this reads. */
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
  const { epoch, sequence } = await assertSameLog(options.nc, null);
  return new LogFeed(options, { epoch, sequence, commitId: await idAt(options.nc, sequence) });
}

/** Null where there is none, or what is there cannot be read, or not yet. */
const idAt = async (nc: NatsConnection, sequence: number): Promise<string | null> =>
  sequence === 0
    ? null
    : commitAt(nc, sequence).then(
        (commit) => commit?.id ?? null,
        () => null,
      );

class LogFeed implements Feed {
  readonly messages: AsyncIterable<FeedMessage> = { [Symbol.asyncIterator]: () => this.#read() };
  readonly #options: FeedOptions;
  readonly #epoch: string;
  readonly #closing = new AbortController();
  readonly #caughtUp = Promise.withResolvers<undefined>();
  readonly caughtUp: Promise<void> = this.#caughtUp.promise;
  #position: number;
  /** The furthest commit that is known: proves at each opening that the log is the same. */
  #known: Place;
  #lag = 0;
  #connected = false;
  #consumer: string | null = null;
  /** Deliveries of the present consumer; the server numbers them from 1. */
  #deliveries = 0;

  constructor(options: FeedOptions, known: Place) {
    this.#options = options;
    this.#epoch = known.epoch;
    this.#known = known;
    this.#position = options.startSequence === undefined ? 0 : options.startSequence - 1;
  }

  position(): number {
    return this.#position;
  }

  epoch(): string {
    return this.#epoch;
  }

  lag(): number {
    return this.#lag;
  }

  connected(): boolean {
    return this.#connected;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#dropConsumer();
  }

  async *#read(): AsyncGenerator<FeedMessage, void, undefined> {
    while (!this.#closing.signal.aborted) {
      try {
        yield* this.#readUntilGap();
      } catch (error) {
        if (!(error instanceof Gap)) throw error;
        this.#interrupted(error);
      } finally {
        this.#connected = false;
      }
    }
  }

  async *#readUntilGap(): AsyncGenerator<FeedMessage, void, undefined> {
    const replaced = new AbortController();
    const messages = pulled(this.#options.nc, {
      open: async (reconnected) => {
        try {
          return await this.#open(reconnected);
        } catch (error) {
          if (error instanceof LogReplaced) replaced.abort(error);
          throw error;
        }
      },
      prefetch: 1_000,
      signal: AbortSignal.any([this.#closing.signal, replaced.signal]),
      onOpen: (info) => this.#opened(info),
      onInterruption: (reason) => this.#interrupted(reason),
    });
    for await (const message of messages) {
      const { deliverySequence, pending } = message.info;
      if (deliverySequence !== ++this.#deliveries)
        throw new Gap(`delivery ${deliverySequence} after ${this.#deliveries - 1}`);
      const next = this.#readable(message);
      this.#position = message.seq;
      this.#lag = pending;
      if (next !== null) {
        if (next.sequence >= this.#known.sequence)
          this.#known = { epoch: this.#epoch, sequence: next.sequence, commitId: next.commit.id };
        yield next;
      }
      if (pending === 0) this.#caughtUp.resolve(undefined);
    }
    replaced.signal.throwIfAborted();
  }

  async #open(reconnected: AbortSignal): Promise<ConsumerInfo> {
    const { nc, name } = this.#options;
    void this.#dropConsumer();
    await assertSameLog(nc, this.#known);
    const jsm = await managerOf(nc);
    reconnected.throwIfAborted();
    this.#consumer = `feed-${name}-${nuid.next().slice(-8)}`;
    this.#deliveries = 0;
    return await jsm.consumers.add(STREAMS.events, plan(this.#consumer, this.#options, this.#position));
  }

  #opened({ num_pending }: ConsumerInfo): void {
    this.#connected = true;
    this.#lag = num_pending;
    if (num_pending === 0) this.#caughtUp.resolve(undefined);
    this.#options.onEvent?.({ kind: 'opened', from: this.#position + 1, pending: num_pending });
  }

  #interrupted(reason: unknown): void {
    this.#connected = false;
    this.#options.onEvent?.({ kind: 'interrupted', reason: describeError(reason), position: this.#position });
  }

  /** Null for what nobody can read: one such message must not stop everybody's conversations. Its number will be missed in its own. */
  #readable(message: JsMsg): FeedMessage | null {
    try {
      return toFeedMessage(message);
    } catch (error) {
      this.#options.onEvent?.({ kind: 'unreadable', sequence: message.seq, reason: describeError(error) });
      return null;
    }
  }

  async #dropConsumer(): Promise<void> {
    const name = this.#consumer;
    this.#consumer = null;
    if (name === null || this.#options.nc.isClosed()) return;
    const jsm = await managerOf(this.#options.nc);
    // Without an answer, or when it is gone already: it goes by itself.
    await jsm.consumers.delete(STREAMS.events, name).catch(() => undefined);
  }
}

/** The consumer lives in memory, and goes by itself soon after its reader. */
function plan(name: string, { filter, startTime }: FeedOptions, position: number): Partial<ConsumerConfig> {
  const start =
    position > 0 || startTime === undefined
      ? { deliver_policy: 'by_start_sequence' as const, opt_start_seq: position + 1 }
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
