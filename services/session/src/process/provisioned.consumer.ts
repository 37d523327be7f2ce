import { setTimeout as delay } from 'node:timers/promises';
import { linkOf, provision, type ProvisionOptions } from '@holdfast/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

const RETRY_MS = 1_000;

/**
 * Provisions the streams, and again whenever the connection was away: a power cut may have taken the configuration of a young stream with it.
 * Returns the epoch of the log.
 */
export async function keepProvisioned(
  nc: NatsConnection,
  wanted: ProvisionOptions,
  onFailure: (error: unknown) => void,
): Promise<string> {
  const { epoch } = await provision(nc, wanted);
  let repairing = false;
  linkOf(nc).onReconnect(() => {
    if (repairing) return;
    repairing = true;
    void repair(nc, wanted, onFailure).finally(() => (repairing = false));
  });
  return epoch;
}

async function repair(
  nc: NatsConnection,
  wanted: ProvisionOptions,
  onFailure: (error: unknown) => void,
): Promise<void> {
  while (!nc.isClosed()) {
    try {
      await provision(nc, wanted);
      return;
    } catch (error) {
      onFailure(error);
      await delay(RETRY_MS, undefined, { ref: false });
    }
  }
}
