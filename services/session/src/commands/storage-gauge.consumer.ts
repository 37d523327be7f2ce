import { STREAMS } from '@holdfast/contracts';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { NEARLY_FULL } from './storage.ts';

const EVERY_MS = 5_000;

/** Looks now and then at how full the log is. While it cannot see, it believes what it saw last. */
export class StorageGauge {
  readonly #nc: NatsConnection;
  #timer: NodeJS.Timeout | undefined;
  #full = false;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  readonly isNearlyFull = (): boolean => this.#full;

  async start(): Promise<void> {
    await this.#look();
    this.#timer = setInterval(() => void this.#look(), EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    try {
      const manager = await jetstreamManager(this.#nc, { checkAPI: false });
      const { config, state } = await manager.streams.info(STREAMS.events);
      this.#full = config.max_bytes > 0 && state.bytes >= NEARLY_FULL * config.max_bytes;
    } catch {
      // No answer is no news: what cannot be reached refuses appends by itself.
    }
  }
}
