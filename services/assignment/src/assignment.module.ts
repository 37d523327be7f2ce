import { JetStreamEventStore, LogProof } from '@holdfast/jetstream';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import type { NatsConnection } from '@nats-io/transport-node';
import { LoggerModule } from 'nestjs-pino';
import { v7 } from 'uuid';
import { CommandsConsumer } from './commands/commands.consumer.ts';
import { DeskLoop } from './commands/desk-loop.ts';
import { CONFIG, type Config } from './config.ts';
import { DecisionsConsumer } from './decisions/decisions.consumer.ts';
import { DecisionsQuery } from './decisions/decisions.query.ts';
import { desk } from './domain/desk.ts';
import { HealthController } from './health/health.controller.ts';
import { MetricsController } from './health/metrics.controller.ts';
import { Metrics } from './health/metrics.ts';
import { LOG, type Log } from './logging.ts';
import { NATS, NatsModule } from './nats.module.ts';
import { PostgresModule } from './postgres.module.ts';
import { PresenceConsumer } from './presence/presence.consumer.ts';
import { ProcessConsumer } from './process/process.consumer.ts';
import { RosterQuery } from './roster/roster.query.ts';

/** What the whole process has one of. */
@Global()
@Module({})
class SettingsModule {
  static of(config: Config, log: Log): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: LOG, useValue: log },
    ];
    return { module: SettingsModule, providers, exports: providers };
  }
}

@Module({
  imports: [NatsModule, PostgresModule, TerminusModule.forRoot({ logger: false })],
  controllers: [DecisionsQuery, RosterQuery, HealthController, MetricsController],
  providers: [
    Metrics,
    CommandsConsumer,
    ProcessConsumer,
    PresenceConsumer,
    DecisionsConsumer,
    { provide: LogProof, inject: [NATS], useFactory: (nc: NatsConnection) => new LogProof(nc) },
    {
      provide: DeskLoop,
      inject: [NATS, LOG],
      useFactory: (nc: NatsConnection, log: Log) =>
        new DeskLoop({
          decider: desk,
          store: new JetStreamEventStore(nc),
          newId: v7,
          cacheLimit: 2_000,
          onUnknownEvent: ({ type, v }, sequence) => log.warn({ event: 'unknown-event', type, v, sequence }),
        }),
    },
  ],
})
export class AssignmentModule {
  static of(config: Config, log: Log): DynamicModule {
    const logging = LoggerModule.forRoot({ pinoHttp: { logger: log, autoLogging: false } });
    return { module: AssignmentModule, imports: [SettingsModule.of(config, log), logging] };
  }
}
