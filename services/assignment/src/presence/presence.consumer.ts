import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import { DeskLoop } from '../commands/desk-loop.ts';
import { CONFIG, type Config } from '../config.ts';
import { LOG, type Log } from '../logging.ts';
import { NATS } from '../nats.module.ts';
import { PresenceWatch } from './presence-watch.consumer.ts';

/** Watches presence while the process runs. */
@Injectable()
export class PresenceConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly watch: PresenceWatch;

  constructor(@Inject(NATS) nc: NatsConnection, loop: DeskLoop, @Inject(CONFIG) config: Config, @Inject(LOG) log: Log) {
    this.watch = new PresenceWatch(nc, loop, log, config.PRESENCE_GRACE_MS);
  }

  onApplicationBootstrap(): void {
    this.watch.start();
  }

  watching(): boolean {
    return this.watch.watching;
  }

  stop(): Promise<void> {
    return this.watch.stop();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.stop();
  }
}
