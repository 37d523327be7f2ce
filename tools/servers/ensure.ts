/**
 * Makes sure that nats-server and Postgres can be run here, getting what is missing: `node tools/servers/ensure.ts`.
 * Progress and failures go to stderr; the exit code says whether both are there.
 */
import { ActionableFailure, messageOf } from './failure.ts';
import { findNatsServer } from './nats-server.ts';
import { findPostgres } from './postgres-binaries.ts';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

try {
  const verbose = process.argv.includes('--verbose');
  const nats = await findNatsServer({ say });
  const postgres = await findPostgres();
  if (verbose) {
    say(`nats-server ${nats.version} (${nats.origin}): ${nats.path}`);
    say(`Postgres ${postgres.version}: ${postgres.postgres}`);
  }
} catch (error) {
  say(error instanceof ActionableFailure ? `${error.message}\n${error.cure}` : messageOf(error));
  process.exitCode = 1;
}
