import { randomUUID } from 'node:crypto';
import type { NatsConnection } from '@nats-io/transport-node';

/** Asks a service as the gateway does: request and reply in the packets of Nest's NATS transport. @returns what it answers; null: it may not be, or there is no such thing (yet) */
export async function askService(nc: NatsConnection, pattern: string, data: object): Promise<unknown> {
  const answer = await nc.request(pattern, JSON.stringify({ pattern, data, id: randomUUID() }), { timeout: 10_000 });
  const { err, response } = answer.json<{ err?: unknown; response?: unknown }>();
  if (err !== undefined || response === undefined)
    throw new Error(`${pattern} was answered with ${JSON.stringify(err ?? null)}`);
  return response;
}
