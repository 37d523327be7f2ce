import { STREAMS } from '@holdfast/contracts';
import { type ConsumerInfo, type JsMsg } from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import { type ConsumerPlan, ensureConsumer } from './ensure-consumer.ts';
import { describeError, LogReplaced, Unavailable } from './errors.ts';
import { type FeedMessage, toFeedMessage } from './feed.ts';
import { assertSameLog, type Checkpoint, managerOf } from './log.ts';
import { backoff, pause } from './pause.ts';
import { pulled } from './pulled.ts';

/** The right to be the only instance of a projection. */
export interface ProjectorLease {
  /** Aborted when the right is lost, e.g. with the database session that holds it. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

export interface ProjectorOptions {
  readonly nc: NatsConnection;
  /** Name of the durable, with a version, e.g. `proj-session-v1`. */
  readonly name: string;
  /** Subjects of the log to read, by `eventFilter`. */
  readonly filter: string | readonly string[];
  /** Service that owns it, for operators. */
  readonly owner: string;
  readonly checkpoint: { load(): Promise<Checkpoint | null> };
  /** Projects the batch and stores `next` in one transaction. An error of any kind ends the pass; the next one begins at the stored checkpoint. */
  readonly apply: (batch: readonly FeedMessage[], next: Checkpoint) => Promise<void>;
  /** Waits until this instance may run; absent: it always may. */
  readonly lock?: { acquire(signal: AbortSignal): Promise<ProjectorLease> };
  /** The most commits of one `apply`; 500 unless given. */
  readonly batchLimit?: number;
  readonly onEvent?: (event: ProjectorEvent) => void;
}

/** `standby`: another instance holds the lock. `failed`: the log is not the one that was projected; nothing goes on without an operator. */
export type ProjectorState = 'starting' | 'standby' | 'running' | 'retrying' | 'failed' | 'stopped';

/** For logs and metrics. */
export type ProjectorEvent =
  | { readonly kind: 'state'; readonly state: ProjectorState; readonly reason?: string }
  | { readonly kind: 'applied'; readonly commits: number; readonly sequence: number; readonly lag: number };

export interface Projector {
  state(): ProjectorState;
  /** The last checkpoint stored by this instance or found at its start. */
  checkpoint(): Checkpoint | null;
  /** Commits in the log behind the checkpoint, as far as is known. */
  lag(): number;
  /** Resolves when everything has been applied that was in the log when the first pass began. */
  readonly caughtUp: Promise<void>;
  /** Ends after the batch that is being applied, and gives back the lock. */
  stop(): Promise<void>;
}

/** Ends a pass; the next one begins at the checkpoint. */
class PassOver extends Error {
  override readonly name = 'PassOver';
}

/** Applies commits in the log's strict order, many to a transaction, from the stored checkpoint on. Errors are retried for ever, a replaced log is not. */
export function runProjector(options: ProjectorOptions): Projector {
  const { nc, lock, onEvent } = options;
  const stopping = new AbortController();
  const caught = Promise.withResolvers<undefined>();
  let state: ProjectorState = 'starting';
  let checkpoint: Checkpoint | null = null;
  let lag = 0;

  const become = (next: ProjectorState, reason?: unknown): void => {
    state = next;
    onEvent?.({ kind: 'state', state, ...(reason === undefined ? {} : { reason: describeError(reason) }) });
  };
  const pass: PassTools = {
    options,
    began: (from, pending) => {
      checkpoint = from;
      lag = pending;
      if (lag === 0) caught.resolve(undefined);
      become('running');
    },
    applied: (next, commits, pending) => {
      checkpoint = next;
      lag = pending;
      onEvent?.({ kind: 'applied', commits, sequence: next.sequence, lag });
      if (lag === 0) caught.resolve(undefined);
    },
  };

  const run = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted;) {
      let lease: ProjectorLease | undefined;
      try {
        if (lock !== undefined) {
          become('standby');
          lease = await lock.acquire(stopping.signal);
        }
        const before = checkpoint?.sequence ?? 0;
        try {
          await runPass(pass, lease === undefined ? stopping.signal : AbortSignal.any([stopping.signal, lease.lost]));
        } finally {
          if ((checkpoint?.sequence ?? 0) > before) failures = 0;
        }
      } catch (error) {
        if (error instanceof LogReplaced) return become('failed', error);
        if (stopping.signal.aborted) break;
        become('retrying', error);
        failures++;
        await pause(backoff(failures, 50, 5_000), stopping.signal);
      } finally {
        await lease?.release().catch(() => undefined);
      }
    }
    become('stopped');
  };
  const running = run();

  return {
    state: () => state,
    checkpoint: () => checkpoint,
    lag: () => lag,
    caughtUp: caught.promise,
    stop: () => (stopping.abort(), running),
  };
}

interface PassTools {
  readonly options: ProjectorOptions;
  began(from: Checkpoint | null, pending: number): void;
  applied(next: Checkpoint, commits: number, pending: number): void;
}

/** One uninterrupted stretch: from the stored checkpoint to the first interruption of any kind. */
async function runPass({ options, began, applied }: PassTools, signal: AbortSignal): Promise<void> {
  const { nc, name, batchLimit = 500 } = options;
  const from = await options.checkpoint.load();
  const { epoch } = await assertSameLog(nc, from);
  const over = new AbortController();
  const incoming = new Incoming(over.signal);
  let opened = false;
  const pull = (async () => {
    const messages = pulled(nc, {
      open: async () => {
        // What was under way when a pull broke off is read again, from the checkpoint: that is a pass of its own.
        if (opened) throw new PassOver('interrupted');
        opened = true;
        const info = await positioned(options, (from?.sequence ?? 0) + 1);
        began(from, info.num_pending);
        return info;
      },
      prefetch: 2 * batchLimit,
      signal: AbortSignal.any([signal, over.signal]),
      onInterruption: (reason) => {
        incoming.fail(reason instanceof Error ? reason : new Unavailable(String(reason)));
        over.abort();
      },
    });
    let delivered: number | undefined;
    for await (const message of messages) {
      const { deliverySequence } = message.info;
      if (delivered !== undefined && deliverySequence !== delivered + 1)
        return incoming.fail(new PassOver(`delivery ${String(deliverySequence)} after ${String(delivered)}`));
      delivered = deliverySequence;
      await incoming.push(message);
    }
    incoming.end();
  })();
  try {
    for (;;) {
      const messages = await incoming.take(batchLimit);
      const last = messages.at(-1);
      if (last === undefined) return;
      const batch = messages.map(toFeedMessage);
      const commitId = batch.at(-1)?.commit.id ?? '';
      const next = { epoch, sequence: last.seq, commitId };
      await options.apply(batch, next);
      // One acknowledgement for all up to here. It is for the operators' view; what counts is the checkpoint.
      last.ack();
      applied(next, batch.length, last.info.pending + incoming.size);
      if (signal.aborted) return;
    }
  } finally {
    over.abort();
    incoming.end();
    await pull.catch(() => undefined);
  }

  async function positioned(plan: ProjectorOptions, sequence: number): Promise<ConsumerInfo> {
    await ensureConsumer(nc, STREAMS.events, consumerPlan(plan));
    const jsm = await managerOf(nc);
    await jsm.consumers.reset(STREAMS.events, name, sequence);
    return await jsm.consumers.info(STREAMS.events, name);
  }
}

const consumerPlan = ({ name, filter, owner }: ProjectorOptions): ConsumerPlan => ({
  durable_name: name,
  description: `Projection into Postgres. Its place is the checkpoint there, not the acknowledgements here: at each start it is reset from it.`,
  filter_subjects: typeof filter === 'string' ? [filter] : [...filter],
  deliver_policy: 'all',
  ack_policy: 'all',
  ack_wait: nanos(120_000),
  max_deliver: -1,
  max_ack_pending: 10_000,
  metadata: {
    owner,
    runbook: 'docs/operations.md',
    'io.nats.monitor.enabled': 'true',
    'io.nats.monitor.unprocessed-critical': '50000',
  },
});

/** Messages between the loop that pulls and the one that applies; bounded by the prefetch. */
class Incoming {
  #messages: JsMsg[] = [];
  #failure: Error | undefined;
  #ended = false;
  #arrived: (() => void) | undefined;
  #space: (() => void) | undefined;

  constructor(over: AbortSignal) {
    over.addEventListener('abort', () => this.end(), { once: true });
  }

  get size(): number {
    return this.#messages.length;
  }

  /** Resolves when there is room for more. */
  async push(message: JsMsg): Promise<void> {
    this.#messages.push(message);
    this.#arrived?.();
    if (this.#messages.length >= LIMIT && !this.#ended) await new Promise<void>((resolve) => (this.#space = resolve));
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.#arrived?.();
  }

  end(): void {
    this.#ended = true;
    this.#arrived?.();
    this.#space?.();
  }

  /** What has arrived, at most `limit`, waiting for the first; empty at the end. What arrived before a failure is still given out. */
  async take(limit: number): Promise<JsMsg[]> {
    while (this.#messages.length === 0 && !this.#ended && this.#failure === undefined)
      await new Promise<void>((resolve) => (this.#arrived = resolve));
    if (this.#messages.length === 0 && this.#failure !== undefined) throw this.#failure;
    const taken = this.#messages.splice(0, limit);
    if (this.#messages.length < LIMIT) this.#space?.();
    return taken;
  }
}

const LIMIT = 2_000;
