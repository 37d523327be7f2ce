/**
 * `npm run provision`: makes the streams on the server of NATS_URL (NATS_USER, NATS_PASSWORD), or brings them up to date,
 * and reads every setting back. NATS_REPLICAS is 3 on a cluster. DURABILITY is checked against the server where
 * NATS_MONITOR_URL names its monitoring port.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { assertDurability, connectNats, describeError, isRetryable, provision } from '@holdfast/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

const durability = process.env['DURABILITY'] === 'process-safe' ? 'process-safe' : 'power-safe';
const replicas = process.env['NATS_REPLICAS'] === '3' ? 3 : 1;
/** The nodes of a cluster know only after half a minute how much room each of them has. */
const GIVE_UP_AFTER_MS = 120_000;
const AGAIN_AFTER_MS = 1_000;

try {
  const connection = await connectNats({
    servers: process.env['NATS_URL'] ?? 'nats://127.0.0.1:4222',
    name: 'holdfast-provision',
    user: process.env['NATS_USER'],
    pass: process.env['NATS_PASSWORD'],
  });
  try {
    const epoch = await patiently(connection);
    const monitor = process.env['NATS_MONITOR_URL'];
    if (monitor !== undefined && monitor !== '') await assertDurability(monitor, durability);
    process.stderr.write(`streams are as they should be (epoch ${epoch})\n`);
  } finally {
    await connection.close();
  }
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}

async function patiently(connection: NatsConnection): Promise<string> {
  const end = performance.now() + GIVE_UP_AFTER_MS;
  let told = '';
  for (;;) {
    try {
      return (await provision(connection, { durability, replicas })).epoch;
    } catch (error) {
      if (!isRetryable(error) || performance.now() > end) throw error;
      const reason = describeError(error);
      if (reason !== told) process.stderr.write(`not yet: ${reason}\n`);
      told = reason;
      await delay(AGAIN_AFTER_MS);
    }
  }
}
