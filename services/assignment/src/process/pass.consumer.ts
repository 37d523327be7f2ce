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
import { deadLetter, decodeCommit, describeError, publishCommand, readCommits } from '@holdfast/jetstream';
import type { JsMsg } from '@nats-io/jetstream';
import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { v7 as uuid } from 'uuid';
import type { Log } from '../logging.ts';
import { ErrandAbandoned, Errands } from './errands.ts';
import { InOrder } from './in-order.ts';
import { ProcessManager } from './process-manager.ts';
import { SOURCE_EVENTS } from './reactions.ts';

/** Who issues what the process manager derives. */
export const DESK_ACTOR: Actor = { kind: 'system', id: 'desk' };

const PLACES = 20_000;
const ACKNOWLEDGE_MS = 200;
const RETRY_MS = 500;
/** Less than the silence after which another instance takes the lead. */
const STALL_MS = 900;

export interface PassOptions {
  readonly nc: NatsConnection;
  readonly log: Log;
  readonly resendMs: number;
  /** The consumer's own number of the last delivery before this pass. */
  readonly delivered: number;
}

/** One uninterrupted stretch of reading the log, with everything that follows from it. */
export class Pass {
  readonly #options: PassOptions;
  readonly #errands: Errands;
  readonly #manager: ProcessManager;
  readonly #answers: Subscription;
  readonly #inOrder = new InOrder<JsMsg>();
  readonly #acknowledging: NodeJS.Timeout;
  #delivered: number;
  #awake = performance.now();
  #stalled = false;
  #closed = false;

  constructor(options: PassOptions) {
    const { nc, log, resendMs } = options;
    this.#options = options;
    this.#delivered = options.delivered;
    const replyTo = replySubject(`assignment-${uuid()}`);
    this.#errands = new Errands({
      send: (to, request) =>
        publishCommand(nc, to, request, { deadlineMs: resendMs }).catch((error: unknown) =>
          log.warn({ event: 'errand-not-sent', ...to, reason: describeError(error) }),
        ),
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
        log.error({ event: 'errand-refused', ...to, commands: commands.map(({ type }) => type), outcome }),
      placeLimit: PLACES,
    });
    this.#answers = nc.subscribe(replyTo, {
      callback: (error, message) => {
        const answer = error === null ? DirectAnswer.safeParse(message.json()) : undefined;
        if (answer?.success === true) this.#errands.settled(answer.data.to, answer.data.outcomes);
      },
    });
    this.#acknowledging = setInterval(() => this.#acknowledge(), ACKNOWLEDGE_MS);
  }

  /** The consumer's own number of the last message that came. */
  get delivered(): number {
    return this.#delivered;
  }

  /**
   * Whether this process stood still for so long that another one may have taken over. The consumer's numbering began anew then,
   * so that what comes may look as if nothing were missing.
   */
  get stalled(): boolean {
    this.#stalled ||= performance.now() - this.#awake > STALL_MS;
    return this.#stalled;
  }

  /** Commits whose consequences are under way. */
  get underWay(): number {
    return this.#closed ? 0 : this.#inOrder.unfinished;
  }

  /**
   * Takes the next message. False: it does not follow the one before it, somebody else has been given what is missing,
   * and so nothing from here on may be acknowledged as finished up to here.
   */
  take(message: JsMsg): boolean {
    if (this.#closed || this.stalled || message.info.deliverySequence !== this.#delivered + 1) return false;
    this.#delivered++;
    const ref = aggregateOf(message.subject);
    // Most commits are messages of people that nobody here waits for: they are not even parsed.
    const leads = (message.headers?.get(HEADERS.types) ?? '').split(',').some((type) => SOURCE_EVENTS.has(type));
    if (ref === null || (!leads && !this.#errands.waitsFor(ref))) {
      this.#inOrder.skip(message);
    } else {
      const finished = this.#inOrder.begin(message);
      // Abandoned, it is not finished: the next pass takes it up.
      this.#follow(ref, message, leads).then(finished, () => undefined);
    }
    return true;
  }

  /** Acknowledges what is finished and abandons the rest, which the next pass takes up. */
  async end(): Promise<void> {
    if (this.#closed) return;
    this.#acknowledge();
    this.#closed = true;
    clearInterval(this.#acknowledging);
    this.#answers.unsubscribe();
    this.#errands.close();
    if (!this.#options.nc.isClosed()) await this.#options.nc.flush().catch(() => undefined);
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
    const { nc, log } = this.#options;
    log.error({ event: 'process-failed', subject, sequence, reason: describeError(error) });
    await this.#untilClosed('dead-letter-not-stored', () =>
      deadLetter(nc, { service: 'assignment', subject, stream: STREAMS.events, sequence, data, attempts: 1, error }),
    );
  }

  #eventsBefore(ref: AggregateRef, v: number): Promise<SessionEvent[]> {
    return this.#untilClosed('session-not-read', async () => {
      const { commits } = await readCommits(this.#options.nc, ref);
      return commits.flatMap(({ commit }) => commit.events).filter((event) => event.v < v) as SessionEvent[];
    });
  }

  async #untilClosed<T>(failure: string, work: () => Promise<T>): Promise<T> {
    for (;;) {
      if (this.#closed) throw new ErrandAbandoned('this pass is over');
      try {
        return await work();
      } catch (error) {
        this.#options.log.warn({ event: failure, reason: describeError(error) });
        await delay(RETRY_MS);
      }
    }
  }

  #acknowledge(): void {
    if (this.#closed || this.stalled) return;
    this.#awake = performance.now();
    this.#inOrder.takePassed()?.ack();
  }
}
