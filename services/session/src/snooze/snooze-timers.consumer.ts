import { type AggregateRef, dueTimerFilter, type SessionEvent, STREAMS, timerSubject } from '@holdfast/contracts';
import { type CommandLoop } from '@holdfast/event-sourcing';
import { deadLetter, ensureConsumer, publishUntilAnswered, pulled, Rejected, settle } from '@holdfast/jetstream';
import { type JsMsg } from '@nats-io/jetstream';
import { headers, nanos, type NatsConnection } from '@nats-io/transport-node';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import type { Command, SessionState } from '../domain/session.ts';
import { dueAt, isOver, type Snooze, timerOf, wakeRequest } from './snooze.ts';

const Payload = z.object({ workspace: z.string(), session: z.string(), v: z.int(), until: z.iso.datetime() });

export interface SnoozeTimersOptions {
  readonly nc: NatsConnection;
  readonly loop: CommandLoop<Command, SessionEvent, SessionState>;
  readonly now?: () => number;
  readonly onFailure: (error: unknown) => void;
}

/** Wakes snoozed sessions when it is time: the broker keeps the timers, any instance takes those that are due. */
export class SnoozeTimers {
  readonly #options: SnoozeTimersOptions;
  readonly #now: () => number;
  readonly #stopping = new AbortController();
  #taking: Promise<void> = Promise.resolve();

  constructor(options: SnoozeTimersOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Arms the timer of a snooze; arming it again replaces it. @throws Unavailable, Rejected */
  async arm(ref: AggregateRef, snooze: Snooze): Promise<void> {
    const timer = timerOf(snooze);
    const own = headers();
    own.set('Nats-Schedule', `@at ${dueAt(snooze, this.#now()).toISOString()}`);
    own.set('Nats-Schedule-Target', timerSubject('due', ref, timer));
    const payload = new TextEncoder().encode(JSON.stringify({ workspace: ref.workspace, session: ref.id, ...snooze }));
    const subject = timerSubject('arm', ref, timer);
    const { answer } = await publishUntilAnswered(this.#options.nc, subject, payload, own, { deadlineMs: 10_000 });
    if (answer.error !== undefined)
      throw new Rejected(`${subject}: ${answer.error.description}`, answer.error.err_code);
  }

  start(): void {
    this.#taking = this.#take();
  }

  stopAccepting(): void {
    this.#stopping.abort();
  }

  drained(): Promise<void> {
    return this.#taking;
  }

  async #take(): Promise<void> {
    const { nc, onFailure } = this.#options;
    const due = pulled(nc, {
      open: () => ensureConsumer(nc, STREAMS.timers, PLAN),
      prefetch: 64,
      signal: this.#stopping.signal,
      onInterruption: onFailure,
    });
    for await (const message of due) await this.#settle(message);
  }

  async #settle(message: JsMsg): Promise<void> {
    try {
      await this.#wake(message);
      message.ack();
    } catch (error) {
      this.#options.onFailure(error);
      await this.#give(message, error).catch(this.#options.onFailure);
    }
  }

  async #give(message: JsMsg, error: unknown): Promise<void> {
    const { deliveryCount: attempts } = message.info;
    const settlement = settle({ kind: 'failed', error, deliveries: attempts });
    if (settlement.kind !== 'bury') {
      message.nak(settlement.kind === 'nak' ? settlement.delayMs : undefined);
      return;
    }
    const { subject, seq: sequence, data } = message;
    await deadLetter(this.#options.nc, {
      service: 'session',
      stream: STREAMS.timers,
      subject,
      sequence,
      data,
      attempts,
      error,
    });
    message.term('buried');
  }

  async #wake(message: JsMsg): Promise<void> {
    const { workspace, session, ...snooze } = Payload.parse(message.json());
    const ref: AggregateRef = { workspace, kind: 'session', id: session };
    if (!isOver(snooze, message.time.getTime())) return this.arm(ref, snooze);
    const at = new Date(this.#now()).toISOString();
    await this.#options.loop.handle(ref, wakeRequest(ref, snooze, { id: newId(), at }));
  }
}

const PLAN = {
  durable_name: 'session-timers',
  description: 'Timers of sessions that are due. If it stops, snoozed sessions sleep on; nothing is lost.',
  filter_subject: dueTimerFilter('session'),
  deliver_policy: 'all',
  ack_policy: 'explicit',
  ack_wait: nanos(30_000),
  max_deliver: -1,
  max_ack_pending: 256,
  metadata: {
    owner: 'session',
    runbook: 'docs/operations.md',
    'io.nats.monitor.enabled': 'true',
    'io.nats.monitor.unprocessed-critical': '1000',
  },
} as const;
