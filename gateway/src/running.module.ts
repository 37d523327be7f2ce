import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { type NatsConnection } from '@nats-io/transport-node';
import { type Readiness } from './health/health.controller.ts';
import { ServicesQuery } from './http/services.query.ts';
import { type Parts } from './parts.module.ts';

export const PARTS = Symbol('parts');
export const NATS = Symbol('nats');

const TICK_MS = 1_000;
const SWEEP_MS = 30_000;
const RENEW_MS = 10_000;
/** Clients come back spread over this long. */
const RETRY_WINDOW_MS = 4_000;
/** How long clients may take to answer the close. */
const GOODBYE_MS = 3_000;
/** How long each thing behind may take to end, in ms. */
const LEAVE_MS = 1_000;

/** Waits for the work, but no longer than that, and not for whether it went well. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const waited = new Promise((resolve) => setTimeout(resolve, ms).unref());
  await Promise.race([work, waited]).catch(() => undefined);
}

/** Starts what runs by itself, and drains it in two phases: nobody new and goodbye to everybody, then the connections behind. */
@Injectable()
export class Running implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown, Readiness {
  #timers: NodeJS.Timeout[] = [];
  #isDraining = false;

  constructor(
    @Inject(PARTS) private readonly parts: Parts,
    @Inject(NATS) private readonly connectionToNats: NatsConnection,
    @Inject(ServicesQuery) private readonly services: ServicesQuery,
  ) {}

  nats(): boolean {
    return this.parts.stream.isConnected;
  }

  caughtUp(): boolean {
    return this.parts.caughtUp.isOpen;
  }

  draining(): boolean {
    return this.#isDraining;
  }

  onApplicationBootstrap(): void {
    const { bus, connections, presence, stream, sweep, now } = this.parts;
    bus.start();
    stream.start();
    this.#timers = [
      setInterval(() => connections.tick(now()), TICK_MS),
      setInterval(() => presence.renewAll(), RENEW_MS),
      setInterval(() => sweep(now()), SWEEP_MS),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#isDraining = true;
    const { connections, now } = this.parts;
    connections.drain(RETRY_WINDOW_MS);
    const until = now() + GOODBYE_MS;
    while (connections.size > 0 && now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
    connections.tick(Infinity);
  }

  async onApplicationShutdown(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    const { bus, consoles, presence, rosters, standings, stream } = this.parts;
    bus.stop();
    consoles.clear();
    standings.clear();
    rosters.clear();
    // Without a line to NATS each of these waits for the next one, and nobody is left to wait for it.
    await within(LEAVE_MS, stream.close());
    await within(LEAVE_MS, presence.settled());
    await within(LEAVE_MS, this.services.close());
    await within(LEAVE_MS, this.connectionToNats.drain());
    await this.connectionToNats.close();
  }
}
