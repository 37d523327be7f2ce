import { connectNats, keptConnection } from '@holdfast/jetstream';
import { type DynamicModule, Module } from '@nestjs/common';
import { ClientProxyFactory, Transport } from '@nestjs/microservices';
import { TerminusModule } from '@nestjs/terminus';
import { type NatsConnection } from '@nats-io/transport-node';
import { LoggerModule } from 'nestjs-pino';
import { type Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { type Config } from './config.ts';
import { CONNECTION_PARTS, CONNECTIONS, ChatGateway, NEW_ID } from './connection/chat.gateway.ts';
import { originOf } from './connection/origin.ts';
import { HealthController, READINESS } from './health/health.controller.ts';
import { Metrics } from './health/metrics.ts';
import { APP_SETTINGS, AppsController, type AppSettings } from './http/apps.controller.ts';
import { AskingController, CONSOLE_ORIGIN } from './http/asking.controller.ts';
import { AuthController, SECURE_COOKIES } from './http/auth.controller.ts';
import { HttpLimits } from './http/http-limits.ts';
import { ReadingController } from './http/reading.controller.ts';
import { ServicesQuery } from './http/services.query.ts';
import { VisitorsController } from './http/visitors.controller.ts';
import { Authenticator } from './identity/authenticator.ts';
import { Sites } from './identity/sites.ts';
import { CommandIntake } from './inbound/command-intake.ts';
import { Owners } from './outbound/owners.ts';
import { Settling } from './outbound/settling.ts';
import { assemble, type Parts } from './parts.module.ts';
import { NATS, PARTS, Running } from './running.module.ts';

const part = <K extends keyof Parts>(provide: symbol | (abstract new (...args: never[]) => Parts[K]), key: K) => ({
  provide,
  inject: [PARTS],
  useFactory: (parts: Parts) => parts[key],
});

/** Where pages of ours are served. */
export const originsOf = (config: Config): string[] => [
  ...new Set([config.PUBLIC_URL, config.WIDGET_URL].map(originOf)),
];

@Module({})
export class GatewayModule {
  static with(config: Config, log: Logger): DynamicModule {
    const settings: AppSettings = {
      console: config.CONSOLE_DIR,
      widget: config.WIDGET_DIR,
      origins: originsOf(config),
    };
    const credentials = { servers: config.NATS_URL, user: config.NATS_USER, pass: config.NATS_PASSWORD };
    return {
      module: GatewayModule,
      imports: [
        LoggerModule.forRoot({ pinoHttp: { logger: log, autoLogging: false } }),
        TerminusModule.forRoot({ logger: false }),
      ],
      // The console's controller takes every address that no other one has, so it comes last.
      controllers: [
        AuthController,
        VisitorsController,
        ReadingController,
        AskingController,
        HealthController,
        AppsController,
      ],
      providers: [
        { provide: NATS, useFactory: () => connectNats({ ...credentials, name: 'gateway' }) },
        { provide: ServicesQuery, useFactory: () => new ServicesQuery(queryClient(config)) },
        {
          provide: PARTS,
          inject: [NATS, ServicesQuery],
          useFactory: (nc: NatsConnection, services: ServicesQuery) => assemble(config, nc, services, log),
        },
        part(CONNECTION_PARTS, 'connection'),
        part(CONNECTIONS, 'connections'),
        part(Authenticator, 'authenticator'),
        part(CommandIntake, 'intake'),
        part(Metrics, 'metrics'),
        part(Owners, 'owners'),
        part(Settling, 'settling'),
        part(Sites, 'sites'),
        { provide: NEW_ID, useValue: () => uuidv7() },
        { provide: APP_SETTINGS, useValue: settings },
        { provide: CONSOLE_ORIGIN, useValue: originOf(config.PUBLIC_URL) },
        { provide: SECURE_COOKIES, useValue: config.PUBLIC_URL.startsWith('https:') },
        {
          provide: HttpLimits,
          useValue: new HttpLimits({ tokens: config.TOKENS_PER_MINUTE, signIns: config.SIGN_INS_PER_MINUTE }),
        },
        Running,
        { provide: READINESS, useExisting: Running },
        ChatGateway,
      ],
    };
  }
}

const queryClient = ({ NATS_URL, NATS_USER, NATS_PASSWORD }: Config) =>
  ClientProxyFactory.create({
    transport: Transport.NATS,
    options: {
      servers: NATS_URL,
      name: 'gateway-queries',
      ...(NATS_USER === undefined ? {} : { user: NATS_USER }),
      ...(NATS_PASSWORD === undefined ? {} : { pass: NATS_PASSWORD }),
      ...keptConnection(),
    },
  });
