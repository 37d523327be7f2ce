import { setTimeout as delay } from 'node:timers/promises';
import { type SessionEvent } from '@holdfast/contracts';
import { CommandLoop } from '@holdfast/event-sourcing';
import { type CommandConsumer, JetStreamEventStore, LogProof, type ProjectorState } from '@holdfast/jetstream';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import { v7 } from 'uuid';
import { SessionCommands } from '../commands/session-commands.consumer.ts';
import { whileThereIsRoom } from '../commands/storage.ts';
import { StorageGauge } from '../commands/storage-gauge.consumer.ts';
import { type Command, session, type SessionState } from '../domain/session.ts';
import { type Metrics } from '../health/metrics.ts';
import { type Log, reasonOf } from '../logging.ts';
import type { SessionProjector } from '../projection/session.projector.ts';
import type { TenantReader } from '../reading/tenant-reader.query.ts';
import type { ArmedSnoozes } from '../snooze/armed-snoozes.query.ts';
import { SnoozeTimers } from '../snooze/snooze-timers.consumer.ts';

/** What is still unanswered so long after the drain began is given up: it is delivered again, to another instance. */
const DRAIN_MS = 7_000;
const REARM_RETRY_MS = 5_000;

/** The loops of this process, in the order in which they start and end. */
@Injectable()
export class SessionProcess implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #ending = new AbortController();
  readonly #givingUp = new AbortController();
  readonly #gauge: StorageGauge;
  readonly #loop: CommandLoop<Command, SessionEvent, SessionState>;
  readonly #timers: SnoozeTimers;
  readonly #proof: LogProof;
  #commands: CommandConsumer | undefined;

  constructor(
    private readonly nc: NatsConnection,
    private readonly projector: SessionProjector,
    private readonly reader: TenantReader,
    private readonly snoozes: ArmedSnoozes,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {
    this.#gauge = new StorageGauge(nc);
    this.#proof = new LogProof(nc);
    this.#proof.follow(() => projector.projector?.checkpoint() ?? null);
    this.#loop = new CommandLoop({
      decider: whileThereIsRoom(session, this.#gauge.isNearlyFull),
      store: new JetStreamEventStore(nc, { signal: this.#givingUp.signal }),
      newId: v7,
      onConflict: () => metrics.conflicts.inc(),
      onUnknownEvent: ({ type, v }, sequence) => {
        metrics.unknownEvents.inc({ type });
        log.warn({ event: 'unknown-event', type, v, sequence });
      },
    });
    this.#timers = new SnoozeTimers({
      nc,
      loop: this.#loop,
      onFailure: (error) => log.warn({ event: 'timer-interrupted', reason: reasonOf(error) }),
    });
  }

  takesCommands(): boolean {
    return this.#commands?.pulling() ?? false;
  }

  projection(): { state: ProjectorState; lag: number } {
    const projector = this.projector.projector;
    return { state: projector?.state() ?? 'starting', lag: projector?.lag() ?? 0 };
  }

  /** @throws LogReplaced when the log is not the one that was projected, and so nothing may be appended to it */
  async onModuleInit(): Promise<void> {
    const proved = await this.#proof.begin(
      () => this.reader.stored(),
      (error) => this.log.warn({ event: 'log-awaited', reason: reasonOf(error) }),
    );
    if (!proved) this.log.warn({ event: 'log-not-proved' });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#gauge.start();
    this.#commands = new SessionCommands({
      nc: this.nc,
      loop: this.#loop,
      timers: this.#timers,
      prove: () => this.#proof.again(),
      onHandled: (handled, seconds) => this.metrics.handled(handled, seconds),
      onEvent: (event) => {
        if (event.kind === 'settled') this.metrics.settlements.inc({ settlement: event.settlement });
        if (event.kind !== 'settled' || event.settlement !== 'ack') this.log.warn({ event: 'commands', ...event });
      },
    }).start();
    this.#timers.start();
    const projector = this.projector.start();
    void projector.caughtUp.then(() => this.#rearm());
    void projector.failed.then(() => this.#stopAccepting());
    await this.#commands.ready;
  }

  /** Two phases: nobody takes anything more, then what was begun is finished. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#ending.abort();
    this.#stopAccepting();
    this.#gauge.stop();
    const deadline = setTimeout(() => this.#givingUp.abort(), DRAIN_MS);
    await Promise.all([this.#commands?.drained(), this.#timers.drained(), this.projector.projector?.stop()]);
    await this.#loop.drain();
    clearTimeout(deadline);
  }

  #stopAccepting(): void {
    this.#commands?.stopAccepting();
    this.#timers.stopAccepting();
  }

  /** Timers that the broker may have lost are armed from the read model, once that has everything. */
  async #rearm(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      try {
        for (const { ref, snooze } of await this.snoozes.all()) await this.#timers.arm(ref, snooze);
        return;
      } catch (error) {
        this.log.warn({ event: 'timers-not-armed', reason: reasonOf(error) });
        await delay(REARM_RETRY_MS, undefined, { signal: this.#ending.signal }).catch(() => undefined);
      }
    }
  }
}
