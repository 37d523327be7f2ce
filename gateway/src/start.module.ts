import { once } from 'node:events';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { pino } from 'pino';
import { type Config } from './config.ts';
import { ChatAdapter } from './connection/chat.gateway.ts';
import { GatewayModule, originsOf } from './gateway.module.ts';
import { openShop, setUpHttp } from './http/http-edge.module.ts';
import { Running } from './running.module.ts';

export interface RunningGateway {
  readonly port: number;
  /** Where the sample shop is; undefined: nowhere. */
  readonly shopPort: number | undefined;
  close(): Promise<void>;
}

/**
 * So many connections may wait to be taken, as far as the system allows. All clients of another gateway may come in the same second,
 * and those who do not fit are not refused: their system tries again after one second, then three.
 */
const BACKLOG = 4_096;

/** Brings a gateway up; ready once it has caught up with the log. */
export async function startGateway(config: Config): Promise<RunningGateway> {
  const log = pino({
    level: config.LOG_LEVEL,
    base: { part: 'gateway' },
    redact: ['*.token', '*.password', '*.refreshToken'],
  });
  const app = await NestFactory.create<NestExpressApplication>(GatewayModule.with(config, log), {
    bufferLogs: true,
    bodyParser: false,
  });
  app.useLogger(app.get(Logger));
  const running = app.get(Running);
  app.useWebSocketAdapter(new ChatAdapter(app, originsOf(config), () => !running.draining()));
  setUpHttp(app, config, log);
  app.enableShutdownHooks();
  await app.init();
  const server = app.getHttpServer();
  server.listen({ port: config.PORT, host: config.HOST, backlog: BACKLOG });
  await once(server, 'listening');
  const shop = await openShop(config);
  const address: unknown = server.address();
  const port =
    typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : config.PORT;
  log.info({ port }, 'listening');
  const end = async () => {
    await shop?.close();
    await app.close();
  };
  let ending: Promise<void> | undefined;
  return { port, shopPort: shop?.port, close: () => (ending ??= end()) };
}
