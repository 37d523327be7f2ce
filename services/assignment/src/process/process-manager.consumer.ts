import { setTimeout as delay } from 'node:timers/promises';
import {
  aggregateOf,
  DirectAnswer,
  HEADERS,
  replySubject,
  STREAMS,
  type Actor,
  type AggregateRef,
  type SessionEvent,
} from '@holdfast/contracts';
import {
  deadLetter,
  decodeCommit,
  describeError,
  ensureConsumer,
  managerOf,
  publishCommand,
  pulled,
  readCommits,
  type ConsumerPlan,
} from '@holdfast/jetstream';
import type { ConsumerInfo, JsMsg } from '@nats-io/jetstream';
import { nanos, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { v7 as uuid } from 'uuid';
import { ErrandAbandoned, Errands } from './errands.ts';
import { InOrder } from './in-order.ts';
import { ProcessManager } from './process-manager.ts';
import { SOURCE_EVENTS } from './reactions.ts';

/** Who issues what the process manager derives. */
export const DESK_ACTOR: Actor = { kind: 'system', id: 'desk' };
export const PROCESS_DURABLE = 'assignment-process';

const RESEND_MS = 2_000;
const PLACES = 20_000;
/** So many commits may be under way; then reading waits. Resent requests are answered directly, so it cannot wait for itself. */
const UNDER_WAY = 1_000;
const ACKNOWLEDGE_MS = 200;

export interface ProcessManagerLog {
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

/**
 * Reads the log through one durable in strict order: a pass begins where everything before is known to be carried out, because
 * redelivered messages would come after newer ones, and ends at the first interruption. What a commit asks of others is awaited
 * before it is acknowledged; outcomes are read from the same messages.
 */
export class ProcessManagerConsumer {
  readonly #nc: NatsConnection;
  readonly #log: ProcessManagerLog;
  readonly #resendMs: number;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #pass: Pass | null = null;
  #reading = false;
  #pending = 0;

  constructor(nc: NatsConnection, log: ProcessManagerLog, resendMs = RESEND_MS) {
    this.#nc = nc;
    this.#log = log;
    this.#resendMs = resendMs;
  }

  /** Whether the log is being read at this moment. */
  get reading(): boolean {
    return this.#reading;
  }
  /** Commits of the log that were not read yet, as far as is known. */
  get pending(): number {
    return this.#pending;
  }
  /** Commits whose consequences are under way. */
  get underWay(): number {
    return this.#pass?.unfinished ?? 0;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Takes no more. What is under way may still finish until `stop`. */
  stopAccepting(): void {
    this.#stopping.abort();
  }

  /** Waits up to `graceMs` for what is under way; the rest is derived from the log again at the next start. */
  async stop(graceMs: number): Promise<void> {
    this.stopAccepting();
    const end = performance.now() + graceMs;
    while (this.underWay > 0 && performance.now() < end) await delay(20);
    this.#pass?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const messages = pulled(this.#nc, {
      open: () => this.#open(),
      prefetch: 500,
      signal: this.#stopping.signal,
      onInterruption: (reason) => {
        this.#reading = false;
        this.#log.warn({ reason: describeError(reason) }, 'process-interrupted');
      },
    });
    try {
      for await (const message of messages) await this.#take(message);
    } finally {
      this.#reading = false;
      while (this.underWay > 0) await delay(20);
      await this.#pass?.end();
    }
  }

  /** A pass begins: back to the acknowledged place, and everything that the pass before had under way is taken up anew. */
  async #open(): Promise<ConsumerInfo> {
    await this.#pass?.end();
    const { ack_floor: floor } = await ensureConsumer(this.#nc, STREAMS.events, plan);
    const jsm = await managerOf(this.#nc);
    await jsm.consumers.reset(STREAMS.events, PROCESS_DURABLE, floor.stream_seq + 1);
    const info = await jsm.consumers.info(STREAMS.events, PROCESS_DURABLE);
    this.#pass = new Pass(this.#nc, this.#log, this.#resendMs);
    this.#reading = true;
    this.#pending = info.num_pending;
    this.#log.info({ sequence: floor.stream_seq, pending: info.num_pending }, 'process-reading');
    return info;
  }

  async #take(message: JsMsg): Promise<void> {
    const pass = this.#pass;
    this.#pending = message.info.pending;
    if (pass === null) return;
    pass.take(message);
    while (pass.unfinished >= UNDER_WAY && !pass.closed && !this.#stopping.signal.aborted) await delay(10);
  }
}

/** One uninterrupted stretch of reading. */
class Pass {
  readonly #nc: NatsConnection;
  readonly #log: ProcessManagerLog;
  readonly #errands: Errands;
  readonly #manager: ProcessManager;
  readonly #answers: Subscription;
  readonly #inOrder = new InOrder<JsMsg>();
  readonly #acknowledging: NodeJS.Timeout;
  #last = 0;
  #closed = false;

  constructor(nc: NatsConnection, log: ProcessManagerLog, resendMs: number) {
    this.#nc = nc;
    this.#log = log;
    const replyTo = replySubject(`assignment-${uuid()}`);
    this.#errands = new Errands({
      send: async (to, request) => {
        await publishCommand(nc, to, request, { deadlineMs: resendMs }).catch((error: unknown) => {
          log.warn({ to, reason: describeError(error) }, 'errand-not-sent');
        });
      },
      timers: { setTimeout, clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout | undefined) },
      now: () => new Date(),
      newId: uuid,
      actor: DESK_ACTOR,
      replyTo,
      resendMs,
    });
    this.#manager = new ProcessManager({
      run: (errand, correlationId) => this.#errands.run(errand, correlationId),
      eventsBefore: (ref, v) => this.#eventsBefore(ref, v),
      onRefused: ({ to, commands }, outcome) =>
        log.error({ to, commands: commands.map(({ type }) => type), outcome }, 'errand-refused'),
      placeLimit: PLACES,
    });
    this.#answers = nc.subscribe(replyTo, {
      callback: (error, message) => {
        if (error !== null) return;
        const answer = DirectAnswer.safeParse(message.json());
        if (answer.success) this.#errands.settled(answer.data.to, answer.data.outcomes);
      },
    });
    this.#acknowledging = setInterval(() => this.#acknowledge(), ACKNOWLEDGE_MS);
  }

  get unfinished(): number {
    return this.#closed ? 0 : this.#inOrder.unfinished;
  }
  get closed(): boolean {
    return this.#closed;
  }

  /** Most commits are messages that nobody here waits for: they are not even parsed. */
  take(message: JsMsg): void {
    const ref = aggregateOf(message.subject);
    // What is delivered again is under way, or done and not yet acknowledged.
    if (this.#closed || message.seq <= this.#last) return;
    this.#last = message.seq;
    const leads = (message.headers?.get(HEADERS.types) ?? '').split(',').some((type) => SOURCE_EVENTS.has(type));
    if (ref === null || (!leads && !this.#errands.waitsFor(ref))) {
      this.#inOrder.skip(message.seq, message);
      return;
    }
    const finished = this.#inOrder.begin(message.seq, message);
    // Abandoned, it is not finished: the next pass takes it up.
    this.#follow(ref, message, leads).then(finished, () => undefined);
  }

  /** Abandons what is under way: it is not acknowledged, and so taken up again. */
  close(): void {
    if (this.#closed) return;
    this.#acknowledge();
    this.#closed = true;
    clearInterval(this.#acknowledging);
    this.#answers.unsubscribe();
    this.#errands.close();
  }

  async end(): Promise<void> {
    this.close();
    if (!this.#nc.isClosed()) await this.#nc.flush().catch(() => undefined);
  }

  async #follow(ref: AggregateRef, message: JsMsg, leads: boolean): Promise<void> {
    try {
      const commit = decodeCommit(message.data);
      this.#errands.settled(ref, commit.outcomes);
      if (leads) await this.#manager.take(ref, commit);
    } catch (error) {
      if (error instanceof ErrandAbandoned) throw error;
      await this.#bury(message, error);
    }
  }

  /** What cannot be processed must not stop everybody's chats: it is put where somebody will look, and passed. */
  async #bury({ subject, seq: sequence, data }: JsMsg, error: unknown): Promise<void> {
    this.#log.error({ subject, sequence, reason: describeError(error) }, 'process-failed');
    const letter = { service: 'assignment', subject, stream: STREAMS.events, sequence, data, attempts: 1, error };
    for (;;) {
      if (this.#closed) throw new ErrandAbandoned('this pass is over');
      try {
        await deadLetter(this.#nc, letter);
        return;
      } catch (cause) {
        this.#log.warn({ subject, sequence, reason: describeError(cause) }, 'dead-letter-not-stored');
        await delay(1_000);
      }
    }
  }

  #acknowledge(): void {
    if (!this.#closed) this.#inOrder.takePassed()?.ack();
  }

  async #eventsBefore(ref: AggregateRef, v: number): Promise<SessionEvent[]> {
    for (;;) {
      if (this.#closed) throw new ErrandAbandoned('this pass is over');
      try {
        const { commits } = await readCommits(this.#nc, ref);
        const events = commits.flatMap(({ commit }) => commit.events).filter((event) => event.v < v);
        return events as unknown as SessionEvent[];
      } catch (error) {
        this.#log.warn({ ref, reason: describeError(error) }, 'session-not-read');
        await delay(250);
      }
    }
  }
}

const plan: ConsumerPlan = {
  durable_name: PROCESS_DURABLE,
  description:
    'Carries decisions between sessions, desk and workspace. Acknowledged up to where every consequence is in the log; if it stops, chats wait for agents.',
  deliver_policy: 'all',
  ack_policy: 'all',
  ack_wait: nanos(300_000),
  max_deliver: -1,
  max_ack_pending: 20_000,
  metadata: {
    owner: 'assignment',
    runbook: 'docs/operations.md',
    'io.nats.monitor.enabled': 'true',
    'io.nats.monitor.unprocessed-critical': '50000',
    'io.nats.monitor.outstanding-ack-critical': '15000',
  },
};
