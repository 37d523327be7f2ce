import { type Projector, type ProjectorEvent, type ProjectorState, describeError, LogProof } from '@holdfast/jetstream';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import { CommandsConsumer } from '../commands/commands.consumer.ts';
import { CONFIG, type Config } from '../config.ts';
import { Metrics } from '../health/metrics.ts';
import { LOG, type Log } from '../logging.ts';
import { NATS } from '../nats.module.ts';
import { PresenceConsumer } from '../presence/presence.consumer.ts';
import { ProcessConsumer } from '../process/process.consumer.ts';
import { runDecisionsProjector, storedCheckpoint } from './decisions.projector.ts';

/** Keeps the decisions while the process runs, and lets nothing be decided on another log than theirs. */
@Injectable()
export class DecisionsConsumer
  implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown
{
  private projector: Projector | null = null;
  private stopped: Promise<void> | null = null;

  constructor(
    @Inject(NATS) private readonly nc: NatsConnection,
    @Inject(CONFIG) private readonly config: Config,
    private readonly commands: CommandsConsumer,
    private readonly process: ProcessConsumer,
    private readonly presence: PresenceConsumer,
    private readonly proof: LogProof,
    private readonly metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @throws LogReplaced when the log is not the one that was projected, and so nothing may be appended to it */
  async onModuleInit(): Promise<void> {
    const proved = await this.proof.begin(
      () => storedCheckpoint(this.config.DATABASE_URL),
      (error) => this.log.warn({ event: 'log-awaited', reason: describeError(error) }),
    );
    if (!proved) this.log.warn({ event: 'log-not-proved' });
    this.proof.follow(() => this.projector?.checkpoint() ?? null);
  }

  onApplicationBootstrap(): void {
    this.projector = runDecisionsProjector({
      nc: this.nc,
      url: this.config.DATABASE_URL,
      onEvent: (event) => this.note(event),
    });
    void this.projector.failed.then(() => {
      this.commands.stopAccepting();
      void this.process.stop();
      void this.presence.stop();
    });
  }

  standing(): { state: ProjectorState; lag: number } {
    return { state: this.projector?.state() ?? 'starting', lag: this.projector?.lag() ?? 0 };
  }

  onModuleDestroy(): void {
    this.stopped = this.projector?.stop() ?? null;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopped;
  }

  private note(event: ProjectorEvent): void {
    if (event.kind === 'applied') {
      this.metrics.projectorLag.set(event.lag);
      return;
    }
    if (event.kind === 'set-back') {
      this.log.warn({ event: 'projection-set-back', from: event.from, to: event.to });
      return;
    }
    this.metrics.projectorRunning.set(event.state === 'running' ? 1 : 0);
    this.metrics.projectorFailed.set(event.state === 'failed' ? 1 : 0);
    if (event.state === 'failed') this.log.fatal({ event: 'projector', ...event });
    else this.log[event.state === 'retrying' ? 'warn' : 'info']({ event: 'projector', ...event });
  }
}
