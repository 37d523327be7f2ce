/**
 * `npm run provision`: makes the streams on the server of NATS_URL (NATS_USER, NATS_PASSWORD), or brings them up to date,
 * and reads every setting back. NATS_REPLICAS is 3 on a cluster. DURABILITY is checked against the server where
 * NATS_MONITOR_URL names its monitoring port.
 */
import { assertDurability, connectNats, describeError, provision } from '@holdfast/jetstream';

const durability = process.env['DURABILITY'] === 'process-safe' ? 'process-safe' : 'power-safe';
const replicas = process.env['NATS_REPLICAS'] === '3' ? 3 : 1;
try {
  const connection = await connectNats({
    servers: process.env['NATS_URL'] ?? 'nats://127.0.0.1:4222',
    name: 'holdfast-provision',
    user: process.env['NATS_USER'],
    pass: process.env['NATS_PASSWORD'],
  });
  try {
    const { epoch } = await provision(connection, { durability, replicas });
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
