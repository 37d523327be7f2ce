import 'reflect-metadata';
import { readConfig } from './config.ts';
import { startGateway } from './start.module.ts';

/** The supervisor gives a draining process this long. */
const DRAIN_MS = 10_000;

try {
  const config = readConfig(process.env);
  await startGateway(config);
  process.once('SIGTERM', () => setTimeout(() => process.exit(1), DRAIN_MS).unref());
  if (config.SUPERVISED === '1') process.stdin.resume().once('end', () => process.kill(process.pid, 'SIGTERM'));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  // Connections that are open already would keep a process that is of no use.
  process.exit(1);
}
