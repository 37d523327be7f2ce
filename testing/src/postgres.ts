import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, OWNER_ROLE, serviceRole, startPostgres, urlForRole } from '@holdfast/tools';
import type { DatabaseService } from '@holdfast/tools';
import pg from 'pg';
import { postgresSeat } from './broker.ts';
import { makeTemplate } from './run-servers.ts';

export type TestDatabase = {
  name: string;
  /** For the superuser. */
  url: string;
  /** For the role that owns the schemas and runs migrations. */
  ownerUrl: string;
  /** For a service's own role. */
  serviceUrl: (service: DatabaseService) => string;
  /** Removes the database; open connections are ended. */
  drop: () => Promise<void>;
};

/** A fresh database on the run's Postgres with Holdfast's roles and its empty schemas, as `npm start` makes them. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const seat = await postgresSeat();
  const name = `t_${randomBytes(8).toString('hex')}`;
  await execute(seat.url, `create database ${name} template ${seat.template}`);
  return describeDatabase(seat.url, name, seat.rolePassword, () =>
    execute(seat.url, `drop database if exists ${name} with (force)`),
  );
}

function describeDatabase(url: string, name: string, rolePassword: string, drop: () => Promise<void>): TestDatabase {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return {
    name,
    url: address.href,
    ownerUrl: urlForRole(url, OWNER_ROLE, rolePassword, name),
    serviceUrl: (service) => urlForRole(url, serviceRole(service), rolePassword, name),
    drop,
  };
}

export type TestPostgresServer = TestDatabase & {
  port: number;
  pid: () => number;
  /** SIGKILL; the data stays. */
  kill: () => Promise<void>;
  /** Orderly stop; the data stays. */
  halt: () => Promise<void>;
  /** Starts it again on the same port and data. */
  start: () => Promise<void>;
  /** Ends it and removes its data. */
  close: () => Promise<void>;
};

const ROLE_PASSWORD = 'holdfast';

/** A durable Postgres of the spec's own, in about a second, to be killed and started again. */
export async function startTestPostgres(): Promise<TestPostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-pg-'));
  const port = await freePort();
  const launch = (): ReturnType<typeof startPostgres> => startPostgres({ folder: join(folder, 'data'), port });
  let server = await launch();
  await makeTemplate(server.url, 'holdfast');
  const close = async (): Promise<void> => {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    ...describeDatabase(server.url, 'holdfast', ROLE_PASSWORD, close),
    port,
    pid: () => server.pid,
    kill: () => server.kill(),
    halt: () => server.stop(),
    start: async () => {
      server = await launch();
    },
    close,
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
