import { setTimeout as delay } from 'node:timers/promises';
import {
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from './config.ts';
import { makeDataSource } from './data-source.ts';
import { LOG, type Log } from './logging.ts';

const RETRY_MS = 500;

@Module({
  providers: [
    {
      provide: DataSource,
      inject: [CONFIG, LOG],
      useFactory: ({ DATABASE_URL }: Config, log: Log) =>
        makeDataSource(DATABASE_URL, (error) =>
          log.warn({ event: 'postgres-connection-lost', reason: error instanceof Error ? error.message : '' }),
        ),
    },
  ],
  exports: [DataSource],
})
export class PostgresModule implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly closing = new AbortController();
  private opening: Promise<void> | null = null;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Does not wait: commands are decided whether Postgres is there or not. */
  onApplicationBootstrap(): void {
    this.opening = this.open();
  }

  onModuleDestroy(): void {
    this.closing.abort();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.opening;
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  private async open(): Promise<void> {
    const { signal } = this.closing;
    while (!this.dataSource.isInitialized && !signal.aborted) {
      try {
        await this.dataSource.initialize();
      } catch (error) {
        this.log.warn({ event: 'postgres-unreachable', reason: error instanceof Error ? error.message : '' });
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}
