import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import { LOG, type Log } from '../logging.ts';
import { NATS } from '../nats.module.ts';
import { ProcessManagerConsumer } from './process-manager.consumer.ts';

/** What is not carried out by then is taken up by another instance, or at the next start. */
const STOP_GRACE_MS = 1_000;

/** Runs the process manager while the process runs. */
@Injectable()
export class ProcessConsumer implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly manager: ProcessManagerConsumer;

  constructor(@Inject(NATS) nc: NatsConnection, @Inject(LOG) log: Log) {
    this.manager = new ProcessManagerConsumer(nc, log);
  }

  onApplicationBootstrap(): void {
    this.manager.start();
  }

  standing(): ReturnType<ProcessManagerConsumer['standing']> {
    return this.manager.standing();
  }

  /** For good, and without waiting for what is under way. */
  stop(): Promise<void> {
    return this.manager.stop(0);
  }

  onModuleDestroy(): void {
    this.manager.stopAccepting();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.manager.stop(STOP_GRACE_MS);
  }
}
