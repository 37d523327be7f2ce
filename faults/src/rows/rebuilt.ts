import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { rebuild as rebuildDecisions } from '@holdfast/assignment/rebuild';
import { STREAMS } from '@holdfast/contracts';
import { managerOf } from '@holdfast/jetstream';
import { rebuild as rebuildSessions } from '@holdfast/session/rebuild';
import { DATABASE_SERVICES, type RolePasswords, serviceRole, urlForRole } from '@holdfast/tools';
import { prepareSchemas } from '@holdfast/tools/start';
import { rebuild as rebuildDirectory } from '@holdfast/workspace/rebuild';
import type { NatsConnection } from '@nats-io/transport-node';
import pg from 'pg';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const REBUILDS = { session: rebuildSessions, assignment: rebuildDecisions, workspace: rebuildDirectory };

/** Where the log is, and the tables that were made of it. */
export interface Installation {
  readonly nats: NatsConnection;
  /** For a role that sees every workspace and may make databases. */
  readonly databaseUrl: string;
  readonly roles: RolePasswords;
}

/**
 * Has every table built anew from the log in a database beside the live one, by the product's own migrations, roles and projections.
 * Nothing of it is left when `look` is done.
 * @param look gets the address of that database while its tables follow the log
 */
export async function besideRebuilt<T>(
  { nats, databaseUrl, roles }: Installation,
  look: (url: string) => Promise<T>,
): Promise<T> {
  const name = `holdfast_rebuilt_${randomBytes(4).toString('hex')}`;
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  const consumerOf = (service: string): string => `${name}-${service}`;
  const ends: (() => Promise<void>)[] = [];
  await execute(databaseUrl, `create database ${name}`);
  try {
    await prepareSchemas(ROOT, url.href, { roles });
    for (const service of DATABASE_SERVICES) {
      const role = serviceRole(service);
      const ownUrl = urlForRole(url.href, role, roles[role] ?? '');
      ends.push(await REBUILDS[service](nats, ownUrl, consumerOf(service)));
    }
    return await look(url.href);
  } finally {
    await Promise.allSettled(ends.map((end) => end()));
    const { consumers } = await managerOf(nats);
    await Promise.allSettled(DATABASE_SERVICES.map((service) => consumers.delete(STREAMS.events, consumerOf(service))));
    await execute(databaseUrl, `drop database if exists ${name} with (force)`);
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
