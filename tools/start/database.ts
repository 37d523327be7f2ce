import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { ActionableFailure, messageOf } from '../servers/failure.ts';
import { planPostgres, postgresUrl } from '../servers/postgres.ts';
import { DATABASE_SERVICES, OWNER_ROLE, prepareDatabase, urlForRole } from '../servers/prepare-database.ts';
import { lastLine, runCommand } from '../servers/run-command.ts';
import type { Supervisor } from '../supervise/supervisor.ts';
import type { DataFolder, Secrets } from './data-folder.ts';
import type { Ports } from './ports.ts';
import { STOP_PHASES } from './processes.ts';

const DATABASE = 'holdfast';

type OwnDatabase = { folder: DataFolder; ports: Ports; secrets: Secrets; supervisor: Supervisor };

/** Starts and keeps alive the embedded Postgres. Returns the superuser's address of the database. */
export async function startOwnDatabase({ folder, ports, secrets, supervisor }: OwnDatabase): Promise<string> {
  const address = { port: ports.postgres, password: secrets.postgres };
  const plan = await planPostgres({ folder: folder.postgres, ...address });
  await supervisor.start({ ...plan, stopPhase: STOP_PHASES.postgres });
  const client = new pg.Client({ connectionString: postgresUrl(address) });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    // Copied file by file it is on disk at once; through the log, a crash in the first half minute would write it all again.
    if (rowCount === 0) await client.query(`create database ${DATABASE} strategy file_copy`);
  } finally {
    await client.end();
  }
  return postgresUrl(address, DATABASE);
}

const CURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Start it, correct host and port in DATABASE_URL, or unset DATABASE_URL to use the embedded one.',
  ENOTFOUND: 'Correct the host in DATABASE_URL, or unset it to use the embedded Postgres.',
  '28P01': 'Correct user and password in DATABASE_URL.',
  '3D000': 'Make that database (createdb), or name another one in DATABASE_URL.',
};

/** Checks that the database of DATABASE_URL answers. @throws ActionableFailure */
export async function useExternalDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const { host, pathname } = new URL(url);
    throw new ActionableFailure(
      `The database ${pathname.slice(1)} at ${host} cannot be reached: ${messageOf(error)}.`,
      CURES[codeOf(error)] ?? 'Check DATABASE_URL, or unset it to use the embedded Postgres.',
      error,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A host with several addresses fails with one error for each of them. */
function codeOf(error: unknown): string {
  const one: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return one instanceof Error && 'code' in one ? String(one.code) : '';
}

/** Makes roles and schemas, then brings each service's tables up to date. @throws ActionableFailure */
export async function prepareSchemas(root: string, url: string, secrets: Pick<Secrets, 'roles'>): Promise<void> {
  await prepareDatabase(url, secrets.roles);
  const owner = urlForRole(url, OWNER_ROLE, secrets.roles[OWNER_ROLE] ?? '');
  await Promise.all(DATABASE_SERVICES.map((service) => migrate(root, service, owner)));
}

/** A table of millions of rows may be made anew: giving that up would only begin it again. */
const MIGRATE_WITHIN_MS = 6 * 3_600_000;

async function migrate(root: string, service: string, ownerUrl: string): Promise<void> {
  const script = join(root, 'services', service, 'dist', 'migrate.js');
  if (!existsSync(script)) return;
  const result = await runCommand(process.execPath, [script], {
    env: { ...process.env, MIGRATE_DATABASE_URL: ownerUrl },
    timeoutMs: MIGRATE_WITHIN_MS,
  });
  if (result.code === 0) return;
  throw new ActionableFailure(
    `The tables of the ${service} service cannot be brought up to date: ${lastLine(result)}.`,
    'If the data may go, npm start -- --reset begins afresh; else this version does not fit the data in the database.',
  );
}
