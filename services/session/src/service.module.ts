import { keptConnection } from '@holdfast/jetstream';
import { NestFactory } from '@nestjs/core';
import { type MicroserviceOptions, Transport } from '@nestjs/microservices';
import { Logger } from 'nestjs-pino';
import { type Config, redacted } from './config.ts';
import { makeLog } from './logging.ts';
import { SessionModule } from './session.module.ts';

/** A running service. */
export interface Service {
  /** Where health and metrics are. */
  readonly url: string;
  /** Stops accepting, finishes what is begun, closes. */
  stop(): Promise<void>;
}

/** Time for a query under way to be answered once no more are taken. */
const QUERY_GRACE_MS = 300;

/** Starts the service: health and metrics over HTTP, queries over NATS, commands and projection from JetStream. @throws LogReplaced */
export async function startService(config: Config): Promise<Service> {
  const log = makeLog(config.LOG_LEVEL);
  log.info({ event: 'starting', config: redacted(config) });
  const app = await NestFactory.create(SessionModule.of(config, log), { bufferLogs: true, abortOnError: false });
  app.useLogger(app.get(Logger));
  app.connectMicroservice<MicroserviceOptions>({
    transport: Transport.NATS,
    options: {
      servers: config.NATS_URL,
      ...(config.NATS_USER === undefined ? {} : { user: config.NATS_USER }),
      ...(config.NATS_PASSWORD === undefined ? {} : { pass: config.NATS_PASSWORD }),
      name: 'holdfast-session-queries',
      queue: 'session',
      ...keptConnection(),
      gracefulShutdown: true,
      gracePeriod: QUERY_GRACE_MS,
    },
  });
  try {
    await app.startAllMicroservices();
    await app.listen(config.PORT, config.HOST);
  } catch (error) {
    log.fatal({ err: error }, 'does not start');
    await app.close().catch(() => undefined);
    throw error;
  }
  log.info({ event: 'started' });
  return {
    url: await app.getUrl(),
    stop: async () => {
      log.info({ event: 'draining' });
      await app.close();
      log.info({ event: 'stopped' });
    },
  };
}
