import { type DynamicModule, Global, Module } from '@nestjs/common';
import { REVOCATION_SUBJECT } from '@holdfast/contracts';
import { JetStreamEventStore, LogProof } from '@holdfast/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { TerminusModule } from '@nestjs/terminus';
import { LoggerModule } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { Announcer } from './auth/announcer.ts';
import { pendingNotices, removeNotices } from './auth/notices.ts';
import { InvitationQuery } from './auth/invitation.query.ts';
import { Passwords } from './auth/passwords.ts';
import { RefreshQuery } from './auth/refresh.query.ts';
import { SetPasswordQuery } from './auth/set-password.query.ts';
import { CLOCK, TOKEN_KEY } from './auth/settings.ts';
import { SignInQuery } from './auth/sign-in.query.ts';
import { SignOutQuery } from './auth/sign-out.query.ts';
import { CommandsConsumer } from './commands/commands.consumer.ts';
import { WorkspaceCommands } from './commands/workspace-commands.ts';
import { WorkspaceLoop } from './commands/workspace-loop.ts';
import { CONFIG, type Config } from './config.ts';
import { inTransaction } from './database/transaction.query.ts';
import { DirectoryConsumer } from './directory/directory.consumer.ts';
import { DirectoryQuery } from './directory/directory.query.ts';
import { PictureQuery } from './directory/picture.query.ts';
import { SiteQuery } from './directory/site.query.ts';
import { workspaceDecider } from './domain/workspace.ts';
import { HealthController } from './health/health.controller.ts';
import { MetricsController } from './health/metrics.controller.ts';
import { Metrics } from './health/metrics.ts';
import { IdentityQuery } from './identity/identity.query.ts';
import { LOG, type Log } from './logging.ts';
import { claim } from './names/claims.ts';
import { NATS, NatsModule } from './nats.module.ts';
import { PostgresModule } from './postgres.module.ts';

const ANNOUNCE_RETRY_MS = 500;

/** What the whole process has one of. */
@Global()
@Module({})
class SettingsModule {
  static of(config: Config, log: Log): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: LOG, useValue: log },
      { provide: CLOCK, useValue: Date.now },
      { provide: TOKEN_KEY, useValue: new TextEncoder().encode(config.TOKEN_SECRET) },
    ];
    return { module: SettingsModule, providers, exports: providers };
  }
}

@Module({
  imports: [NatsModule, PostgresModule, TerminusModule.forRoot({ logger: false })],
  controllers: [
    SignInQuery,
    RefreshQuery,
    SignOutQuery,
    SetPasswordQuery,
    InvitationQuery,
    IdentityQuery,
    DirectoryQuery,
    SiteQuery,
    PictureQuery,
    HealthController,
    MetricsController,
  ],
  providers: [
    Passwords,
    Metrics,
    CommandsConsumer,
    DirectoryConsumer,
    { provide: LogProof, inject: [NATS], useFactory: (nc: NatsConnection) => new LogProof(nc) },
    {
      provide: WorkspaceLoop,
      inject: [NATS, LOG],
      useFactory: (nc: NatsConnection, log: Log) =>
        new WorkspaceLoop({
          decider: workspaceDecider,
          store: new JetStreamEventStore(nc),
          newId: v7,
          cacheLimit: 1_000,
          onUnknownEvent: ({ type, v }, sequence) => log.warn({ event: 'unknown-event', type, v, sequence }),
        }),
    },
    {
      provide: WorkspaceCommands,
      inject: [WorkspaceLoop, DataSource],
      useFactory: (loop: WorkspaceLoop, dataSource: DataSource) =>
        new WorkspaceCommands(loop, (name) => inTransaction(dataSource, (sql) => claim(sql, name, Date.now()))),
    },
    {
      provide: Announcer,
      inject: [NATS, DataSource, LOG],
      useFactory: (nc: NatsConnection, dataSource: DataSource, log: Log) =>
        new Announcer({
          pending: () => inTransaction(dataSource, pendingNotices),
          tell: async (revocations) => {
            for (const revocation of revocations) nc.publish(REVOCATION_SUBJECT, JSON.stringify(revocation));
            await nc.flush();
          },
          remove: (ids) => inTransaction(dataSource, (sql) => removeNotices(sql, ids)),
          failed: (error) =>
            log.warn({ event: 'revocation-not-told', reason: error instanceof Error ? error.message : '' }),
          retryAfterMs: ANNOUNCE_RETRY_MS,
        }),
    },
  ],
})
export class WorkspaceModule {
  static of(config: Config, log: Log): DynamicModule {
    const logging = LoggerModule.forRoot({ pinoHttp: { logger: log, autoLogging: false } });
    return { module: WorkspaceModule, imports: [SettingsModule.of(config, log), logging] };
  }
}
