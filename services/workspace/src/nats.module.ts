import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { connectNats } from '@holdfast/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { CONFIG, type Config } from './config.ts';

export const NATS = Symbol('nats connection');

@Module({
  providers: [
    {
      provide: NATS,
      inject: [CONFIG],
      useFactory: ({ NATS_URL, NATS_USER, NATS_PASSWORD }: Config) =>
        connectNats({ servers: NATS_URL, name: 'holdfast-workspace', user: NATS_USER, pass: NATS_PASSWORD }),
    },
  ],
  exports: [NATS],
})
export class NatsModule implements OnApplicationShutdown {
  constructor(@Inject(NATS) private readonly nc: NatsConnection) {}

  /** The last thing: everything that publishes has ended by now. */
  async onApplicationShutdown(): Promise<void> {
    await this.nc.close();
  }
}
