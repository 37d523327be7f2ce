import pg from 'pg';
import { ActionableFailure } from './failure.ts';

/** Each service has a schema of its name and a login role that owns nothing. */
export const DATABASE_SERVICES = ['session', 'assignment', 'workspace'] as const;

export type DatabaseService = (typeof DATABASE_SERVICES)[number];

/** Owns every schema and runs the migrations. */
export const OWNER_ROLE = 'holdfast_owner';

/**
 * A client that is gone without a word is noticed within some ten seconds instead of two hours: it may hold the lock
 * that another instance waits for.
 */
const NOTICE_LOST_CLIENTS = [
  'tcp_keepalives_idle = 5',
  'tcp_keepalives_interval = 2',
  'tcp_keepalives_count = 3',
  'tcp_user_timeout = 10000',
];

/** Passwords of the login roles, by role name. */
export type RolePasswords = Readonly<Record<string, string>>;

export function serviceRole(service: DatabaseService): string {
  return `holdfast_${service}`;
}

/** All login roles. */
export const DATABASE_ROLES: readonly string[] = [OWNER_ROLE, ...DATABASE_SERVICES.map(serviceRole)];

// Roles belong to the whole server: two starts at once would trip over each other's catalogue rows.
const LOCK = 4_702_111;

/**
 * Makes the roles and schemas that are missing and sets the passwords. May run again at any time.
 * @param url a role that may create roles, in the database that Holdfast uses
 * @throws ActionableFailure when the server is too old or the role may not do that
 */
export async function prepareDatabase(url: string, passwords: RolePasswords): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await refuseOldServer(client);
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    for (const role of DATABASE_ROLES) await prepareRole(client, role, passwords[role] ?? '');
    await client.query(`grant ${OWNER_ROLE} to current_user`);
    await prepareSchemas(client);
    await client.query('commit');
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '42501') {
      throw new ActionableFailure(
        `The database role of DATABASE_URL may not prepare roles and schemas (${error.message}).`,
        'Give it CREATEROLE and make it the owner of the database, or use a superuser.',
        error,
      );
    }
    throw error;
  } finally {
    await client.end();
  }
}

const OLDEST_POSTGRES = 160_000;

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: string; text: string }>(
    "select current_setting('server_version_num') as number, current_setting('server_version') as text",
  );
  if (Number(rows[0]?.number) >= OLDEST_POSTGRES) return;
  throw new ActionableFailure(
    `The Postgres of DATABASE_URL is ${rows[0]?.text ?? 'unknown'}, and Holdfast needs 16 or newer.`,
    'Unset DATABASE_URL to use the embedded one, or point it at a newer server.',
  );
}

async function prepareRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rows } = await client.query<{ privileged: boolean }>(
    'select rolsuper or rolbypassrls as privileged from pg_roles where rolname = $1',
    [role],
  );
  const secret = client.escapeLiteral(password);
  if (rows.length === 0) await client.query(`create role ${role} login noinherit password ${secret}`);
  else await client.query(`alter role ${role} login password ${secret}`);
  if (rows[0]?.privileged === true) {
    throw new ActionableFailure(
      `The database role ${role} is a superuser or may bypass row-level security, so that tenants would not be isolated.`,
      `Run: alter role ${role} nosuperuser nobypassrls`,
    );
  }
}

async function prepareSchemas(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
  await client.query(`grant connect, create on database ${rows[0]?.name ?? ''} to ${OWNER_ROLE}`);
  for (const service of DATABASE_SERVICES) {
    const role = serviceRole(service);
    await client.query(`create schema if not exists ${service} authorization ${OWNER_ROLE}`);
    await client.query(`grant usage on schema ${service} to ${role}`);
    await client.query(`grant connect on database ${rows[0]?.name ?? ''} to ${role}`);
    await client.query(`alter role ${role} set search_path = ${service}`);
    for (const setting of NOTICE_LOST_CLIENTS) await client.query(`alter role ${role} set ${setting}`);
  }
}

/** The same database address for another role. */
export function urlForRole(url: string, role: string, password: string, database?: string): string {
  const address = new URL(url);
  address.username = role;
  address.password = encodeURIComponent(password);
  if (database !== undefined) address.pathname = `/${database}`;
  return address.href;
}
