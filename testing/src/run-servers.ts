import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATABASE_ROLES, prepareDatabase, startNats, startPostgres } from '@holdfast/tools';
import type { RunningNats, RunningPostgres } from '@holdfast/tools';

/** How a spec file reaches its own account of the run's nats-server. */
export type NatsSeat = { url: string; monitorUrl: string; account: string; user: string; password: string };

/** How a spec file reaches the run's Postgres. */
export type PostgresSeat = {
  /** Superuser, maintenance database. */
  url: string;
  /** Database that holds Holdfast's schemas and nothing in them: the template of every test database. */
  template: string;
  /** Password of every login role. */
  rolePassword: string;
};

/** The servers of one test run. Each starts when it is first asked for. */
export type RunServers = {
  natsSeat: () => Promise<NatsSeat>;
  postgresSeat: () => Promise<PostgresSeat>;
  stop: () => Promise<void>;
};

// More than any run has spec files; an account that nobody uses costs some kilobytes.
const ACCOUNTS = 500;
const ROLE_PASSWORD = 'holdfast';
const TIB = 2 ** 40;
const TEMPLATE = 'holdfast_template';

export function createRunServers(): RunServers {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-'));
  let nats: Promise<RunningNats> | undefined;
  let postgres: Promise<RunningPostgres> | undefined;
  let seats = 0;

  return {
    natsSeat: async () => {
      const seat = seats++;
      if (seat >= ACCOUNTS) throw new Error(`a run has ${ACCOUNTS} NATS accounts and all are taken`);
      nats ??= startNats({
        folder: join(folder, 'nats'),
        // Specs that test durability start a server of their own (startTestNats).
        durability: 'process-safe',
        // What the streams of all accounts together reserve, not what they use.
        maxFileStore: 16 * TIB,
        maxMemoryStore: TIB,
        accounts: Array.from({ length: ACCOUNTS }, (_, n) => ({
          name: `T${n}`,
          users: [{ user: `t${n}`, password: 't' }],
        })),
      });
      const { url, monitorUrl } = await nats;
      return { url, monitorUrl, account: `T${seat}`, user: `t${seat}`, password: 't' };
    },
    postgresSeat: async () => {
      postgres ??= startTemplatedPostgres(join(folder, 'postgres'));
      return { url: (await postgres).url, template: TEMPLATE, rolePassword: ROLE_PASSWORD };
    },
    stop: async () => {
      await Promise.allSettled([nats?.then((server) => server.stop()), postgres?.then((server) => server.stop())]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startTemplatedPostgres(folder: string): Promise<RunningPostgres> {
  const server = await startPostgres({ folder, durable: false });
  await makeTemplate(server.url, TEMPLATE);
  return server;
}

/** Makes a database with Holdfast's roles and empty schemas. */
export async function makeTemplate(url: string, name: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const address = new URL(url);
  address.pathname = `/${name}`;
  await prepareDatabase(address.href, Object.fromEntries(DATABASE_ROLES.map((role) => [role, ROLE_PASSWORD])));
}
