import { NotProvisioned, WrongDurability } from './errors.ts';
import { type Durability } from './stream-table.ts';

/**
 * Checks the running server's own setting against what the configured durability promises, by its monitoring port (`http://host:port`):
 * `power-safe` needs `sync_interval: always`. Without it every acknowledged message of the last two minutes may be lost in a power cut.
 * @throws WrongDurability, or NotProvisioned when the server does not say
 */
export async function assertDurability(monitorUrl: string, durability: Durability): Promise<void> {
  let jetstream: unknown;
  try {
    const answer = await fetch(new URL('/jsz?config=true', monitorUrl), { signal: AbortSignal.timeout(5_000) });
    jetstream = await answer.json();
  } catch (cause) {
    throw new NotProvisioned(`nats-server does not answer on its monitoring port`, { cause });
  }
  const config = (jetstream as { config?: { sync_always?: boolean } }).config;
  if (config === undefined) throw new NotProvisioned('nats-server runs without JetStream');
  if (durability === 'power-safe' && config.sync_always !== true) {
    throw new WrongDurability(
      'DURABILITY=power-safe needs `sync_interval: always` in the jetstream block of nats-server',
    );
  }
}
