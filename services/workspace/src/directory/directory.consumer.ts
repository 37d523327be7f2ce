import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import type { AggregateRef } from '@holdfast/contracts';
import {
  type Checkpoint,
  type Projector,
  type ProjectorEvent,
  type ProjectorState,
  describeError,
  LogProof,
} from '@holdfast/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { DataSource } from 'typeorm';
import { Announcer } from '../auth/announcer.ts';
import { CommandsConsumer } from '../commands/commands.consumer.ts';
import { CONFIG, type Config } from '../config.ts';
import { inTransaction } from '../database/transaction.query.ts';
import { Metrics } from '../health/metrics.ts';
import { LOG, type Log } from '../logging.ts';
import { NATS } from '../nats.module.ts';
import type { ApplyReport } from './apply.ts';
import { loadCheckpoint } from './checkpoint.ts';
import { PROJECTOR, runDirectoryProjector } from './directory.projector.ts';

/** Keeps the directory while the process runs, and lets nothing be decided on another log than its own. */
@Injectable()
export class DirectoryConsumer
  implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown
{
  private projector: Projector | null = null;
  private stopped: Promise<void> | null = null;

  constructor(
    @Inject(NATS) private readonly nc: NatsConnection,
    private readonly dataSource: DataSource,
    private readonly announcer: Announcer,
    private readonly commands: CommandsConsumer,
    private readonly proof: LogProof,
    private readonly metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws LogReplaced when the log is not the one that was projected, and so nothing may be appended to it */
  async onModuleInit(): Promise<void> {
    const proved = await this.proof.begin(
      () => this.stored(),
      (error) => this.log.warn({ event: 'log-awaited', reason: describeError(error) }),
    );
    if (!proved) this.log.warn({ event: 'log-not-proved' });
    this.proof.follow(() => this.projector?.checkpoint() ?? null);
  }

  onApplicationBootstrap(): void {
    this.projector = runDirectoryProjector({
      nc: this.nc,
      dataSource: this.dataSource,
      databaseUrl: this.config.DATABASE_URL,
      report: this.report(),
      applied: () => void this.announcer.announce(),
      onEvent: (event) => this.note(event),
    });
    void this.projector.failed.then(() => this.commands.stopAccepting());
  }

  standing(): { state: ProjectorState; lag: number } {
    return { state: this.projector?.state() ?? 'starting', lag: this.projector?.lag() ?? 0 };
  }

  onModuleDestroy(): void {
    this.stopped = this.projector?.stop() ?? null;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopped;
    await this.announcer.stop();
  }

  private async stored(): Promise<Checkpoint | null> {
    if (!this.dataSource.isInitialized) await this.dataSource.initialize();
    return inTransaction(this.dataSource, (sql) => loadCheckpoint(sql, PROJECTOR));
  }

  private report(): ApplyReport {
    const where = ({ workspace }: AggregateRef, v: number): object => ({ workspace, v });
    return {
      unknownEvent: (type, ref, v) => this.log.warn({ event: 'unknown-event', type, ...where(ref, v) }),
      nameLost: (kind, ref, v) => this.log.error({ event: 'name-lost', kind, ...where(ref, v) }),
    };
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
    // What was noted before a crash is told now: Postgres answers.
    if (event.state === 'running') void this.announcer.announce();
    if (event.state === 'failed') this.log.fatal({ event: 'projector', ...event });
    else this.log[event.state === 'retrying' ? 'warn' : 'info']({ event: 'projector', ...event });
  }
}
