import { setTimeout as delay } from 'node:timers/promises';
import { STREAMS } from '@holdfast/contracts';
import {
  describeError,
  ensureConsumer,
  managerOf,
  missingDelivery,
  pulled,
  type ConsumerPlan,
} from '@holdfast/jetstream';
import type { ConsumerInfo, JsMsg } from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import type { Log } from '../logging.ts';
import { Leadership } from './leadership.consumer.ts';
import { Pass } from './pass.consumer.ts';

export const PROCESS_DURABLE = 'assignment-process';

const RESEND_MS = 2_000;
/** So many commits may be under way; then reading waits. Resent requests are answered directly, so it cannot wait for itself. */
const UNDER_WAY = 1_000;
const LOOK_AGAIN_MS = 10;
/** Between two comparisons of what the server delivered with what came. */
const COMPARE_MS = 1_500;

/**
 * Reads the log through one durable in strict order: a pass begins where everything before is known to be carried out, because
 * redelivered messages would come after newer ones, and ends at the first interruption. What a commit asks of others is awaited
 * before it is acknowledged; outcomes are read from the same messages.
 */
export class ProcessManagerConsumer {
  readonly #nc: NatsConnection;
  readonly #log: Log;
  readonly #resendMs: number;
  readonly #leadership: Leadership;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #pass: Pass | null = null;
  /** Ends the pull that is open. */
  #over = new AbortController();
  #reading = false;
  #pending = 0;

  constructor(nc: NatsConnection, log: Log, resendMs = RESEND_MS) {
    this.#nc = nc;
    this.#log = log;
    this.#resendMs = resendMs;
    this.#leadership = new Leadership(nc, PROCESS_DURABLE);
  }

  /** `standby`: another instance reads for all. */
  standing(): { state: 'reading' | 'standby' | 'interrupted'; pending: number; underWay: number } {
    const state = this.#reading ? 'reading' : this.#leadership.leading ? 'interrupted' : 'standby';
    return { state, pending: this.#pending, underWay: this.#pass?.underWay ?? 0 };
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
    while ((this.#pass?.underWay ?? 0) > 0 && performance.now() < end) await delay(LOOK_AGAIN_MS);
    await this.#running;
    await this.#pass?.end();
    this.#leadership.stepDown();
  }

  async #run(): Promise<void> {
    const comparing = setInterval(() => void this.#compare(), COMPARE_MS);
    while (!this.#stopping.signal.aborted && !this.#nc.isClosed()) {
      this.#over = new AbortController();
      const messages = pulled(this.#nc, {
        open: (signal) => this.#open(signal),
        prefetch: 500,
        signal: AbortSignal.any([this.#stopping.signal, this.#over.signal]),
        onInterruption: (reason) => {
          this.#reading = false;
          this.#log.warn({ event: 'process-interrupted', reason: describeError(reason) });
        },
      });
      for await (const message of messages) if (!(await this.#take(message))) break;
      this.#reading = false;
    }
    clearInterval(comparing);
  }

  /** What was delivered and has not come, e.g. because it went to a process that is paused, is read anew. */
  async #compare(): Promise<void> {
    const pass = this.#pass;
    if (!this.#reading || pass === null || pass.underWay >= UNDER_WAY) return;
    if (pass.stalled) {
      this.#over.abort();
      return;
    }
    const missing = await missingDelivery({
      nc: this.#nc,
      name: PROCESS_DURABLE,
      came: () => pass.delivered,
      withinMs: COMPARE_MS / 2,
      signal: this.#stopping.signal,
    });
    if (missing === null || pass !== this.#pass) return;
    this.#log.warn({ event: 'process-astray', delivered: missing, came: pass.delivered });
    this.#over.abort();
  }

  /** A pass begins: back to the acknowledged place, and everything that the pass before had under way is taken up anew. */
  async #open(reconnected: AbortSignal): Promise<ConsumerInfo> {
    const signal = AbortSignal.any([this.#stopping.signal, this.#over.signal, reconnected]);
    this.#reading = false;
    await this.#pass?.end();
    signal.throwIfAborted();
    await this.#leadership.take(signal);
    const { ack_floor: floor } = await ensureConsumer(this.#nc, STREAMS.events, plan);
    const jsm = await managerOf(this.#nc);
    signal.throwIfAborted();
    const info = await jsm.consumers.reset(STREAMS.events, PROCESS_DURABLE, floor.stream_seq + 1);
    signal.throwIfAborted();
    // A reset begins the numbering anew. What the server counts by now may have gone to the open request of an instance that stands still.
    this.#pass = new Pass({ nc: this.#nc, log: this.#log, resendMs: this.#resendMs, delivered: 0 });
    this.#pending = info.num_pending;
    this.#reading = true;
    this.#log.info({ event: 'process-reading', after: floor.stream_seq, pending: info.num_pending });
    return info;
  }

  async #take(message: JsMsg): Promise<boolean> {
    const pass = this.#pass;
    if (pass?.take(message) !== true) {
      this.#log.warn({ event: 'process-outrun', sequence: message.seq, stalled: pass?.stalled });
      return false;
    }
    this.#pending = message.info.pending;
    while (pass.underWay >= UNDER_WAY && !this.#stopping.signal.aborted) await delay(LOOK_AGAIN_MS);
    return true;
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
