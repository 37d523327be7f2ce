import { connectNats } from '@holdfast/jetstream';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import type { NatsConnection } from '@nats-io/transport-node';
import { LoggerModule } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AuditQuery } from './audit/audit.query.ts';
import { CONFIG, type Config } from './config.ts';
import { dataSourceOptions } from './data-source.ts';
import { HealthController } from './health/health.controller.ts';
import { MetricsController } from './health/metrics.controller.ts';
import { Metrics } from './health/metrics.ts';
import { InboxSnapshotQuery } from './inbox/inbox-snapshot.query.ts';
import { LOG, type Log, reasonOf } from './logging.ts';
import { keepProvisioned } from './process/provisioned.consumer.ts';
import { SessionProcess } from './process/session-process.consumer.ts';
import { PROJECTION } from './projection/position.ts';
import { SessionProjector } from './projection/session.projector.ts';
import { QueriesController } from './queries.controller.ts';
import { TenantReader } from './reading/tenant-reader.query.ts';
import { SearchQuery } from './search/search.query.ts';
import { SearchVisitorsQuery } from './search/search-visitors.query.ts';
import { ArmedSnoozes } from './snooze/armed-snoozes.query.ts';
import { HistoryQuery } from './transcript/history.query.ts';
import { VisitorSessionsQuery } from './visitor-sessions/visitor-sessions.query.ts';

const NATS = Symbol('nats connection');

const connect = ({ NATS_URL, NATS_USER, NATS_PASSWORD }: Config): Promise<NatsConnection> =>
  connectNats({ servers: NATS_URL, name: 'holdfast-session', user: NATS_USER, pass: NATS_PASSWORD });

const makeProjector = async (
  nc: NatsConnection,
  config: Config,
  metrics: Metrics,
  log: Log,
): Promise<SessionProjector> => {
  const { DURABILITY: durability, NATS_REPLICAS: replicas } = config;
  const epoch = await keepProvisioned(nc, { durability, replicas }, (error) =>
    log.warn({ event: 'not-provisioned', reason: reasonOf(error) }),
  );
  return new SessionProjector({
    nc,
    url: config.DATABASE_URL,
    epoch,
    onEvent: (event) => {
      if (event.kind === 'applied') {
        metrics.projectorLag.set(event.lag);
        return;
      }
      if (event.kind === 'set-back') {
        log.warn({ event: 'projection-set-back', from: event.from, to: event.to });
        return;
      }
      metrics.projectorRunning.set(event.state === 'running' ? 1 : 0);
      metrics.projectorFailed.set(event.state === 'failed' ? 1 : 0);
      const level = event.state === 'failed' ? 'fatal' : event.state === 'retrying' ? 'warn' : 'info';
      log[level]({ event: 'projection', state: event.state, reason: event.reason });
    },
    onUnknownEvent: (type, sequence) => log.warn({ event: 'unknown-event', type, sequence }),
  });
};

@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController, MetricsController, QueriesController],
  providers: [
    { provide: NATS, inject: [CONFIG], useFactory: connect },
    { provide: PROJECTION, inject: [NATS, CONFIG, Metrics, LOG], useFactory: makeProjector },
    {
      provide: SessionProcess,
      inject: [NATS, PROJECTION, TenantReader, ArmedSnoozes, Metrics, LOG],
      useFactory: (
        nc: NatsConnection,
        projector: SessionProjector,
        reader: TenantReader,
        snoozes: ArmedSnoozes,
        metrics: Metrics,
        log: Log,
      ) => new SessionProcess(nc, projector, reader, snoozes, metrics, log),
    },
    Metrics,
    TenantReader,
    ArmedSnoozes,
    HistoryQuery,
    InboxSnapshotQuery,
    SearchQuery,
    SearchVisitorsQuery,
    VisitorSessionsQuery,
    AuditQuery,
  ],
})
export class SessionModule implements OnApplicationShutdown {
  constructor(
    @Inject(NATS) private readonly nc: NatsConnection,
    private readonly source: DataSource,
  ) {}

  static of(config: Config, log: Log): DynamicModule {
    return {
      module: SessionModule,
      imports: [LoggerModule.forRoot({ pinoHttp: { logger: log, autoLogging: false } })],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: log },
        {
          provide: DataSource,
          // Readers connect at the first question: the service starts without Postgres.
          useFactory: () =>
            new DataSource(
              dataSourceOptions(config.DATABASE_URL, (error) =>
                log.warn({ event: 'postgres-connection-lost', reason: reasonOf(error) }),
              ),
            ),
        },
      ],
    };
  }

  /** The last thing: everything that publishes has ended by now. */
  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
    await this.nc.close();
  }
}
