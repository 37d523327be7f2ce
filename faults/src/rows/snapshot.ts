import type { DatabaseService } from '@holdfast/tools';
import pg from 'pg';

/** Who may sign in, with what, and what is still to be told of it is nowhere in the log; neither are the notes of migrations. */
const NOT_OF_THE_LOG: ReadonlySet<string> = new Set([
  ...['session.migrations', 'assignment.migrations', 'workspace.migration'],
  ...['credential', 'invitation', 'identity_key', 'sign_in_family', 'refresh_token', 'sign_in_attempt'].map(
    (table) => `workspace.${table}`,
  ),
  'workspace.revocation_notice',
  // It is looked at before anything else: `at`.
  ...['session', 'assignment', 'workspace'].map((service) => `${service}.checkpoint`),
]);

/** Where a part of a table is not of the log: what is claimed before a command is decided, and when. */
const PARTS: Readonly<Record<string, string>> = {
  'workspace.name_claim': 'select (kind, name, workspace, holder)::text as row from workspace.name_claim where firm',
};

const rowsOf = (table: string): string => PARTS[table] ?? `select t::text as row from ${table} t`;
/** As bytes: the same everywhere. */
const IN_ORDER = 'order by row collate "C"';

/** A table in two values. */
export interface Summary {
  readonly rows: number;
  /** Of all rows in order. */
  readonly hash: string;
}

/** The tables of a service at one moment: whatever is read of them stands at the same place of the log. */
export class Snapshot {
  /** The place of the log at which they stand; empty where nothing was read. */
  readonly at: string;
  readonly #client: pg.Client;
  readonly #service: DatabaseService;

  private constructor(client: pg.Client, service: DatabaseService, at: string) {
    this.#client = client;
    this.#service = service;
    this.at = at;
  }

  /** @param url of the database, for a role that sees every workspace */
  static async take(url: string, service: DatabaseService): Promise<Snapshot> {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 60_000 });
    // Every query in flight is rejected as well.
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query('begin transaction isolation level repeatable read, read only');
      const { rows } = await client.query<{ at: string }>(
        `select concat_ws(' ', epoch, sequence, commit_id) as at from ${service}.checkpoint`,
      );
      return new Snapshot(client, service, rows.map(({ at }) => at).join());
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  /** Every table that the log alone decides. */
  async tables(): Promise<string[]> {
    const { rows } = await this.#client.query<{ name: string }>(
      `select schemaname || '.' || tablename as name from pg_tables where schemaname = $1 order by 1`,
      [this.#service],
    );
    return rows.map(({ name }) => name).filter((name) => !NOT_OF_THE_LOG.has(name));
  }

  async summary(table: string): Promise<Summary> {
    const { rows } = await this.#client.query<Summary>(
      `select count(*)::int as rows, coalesce(md5(string_agg(md5(row), '' ${IN_ORDER})), '') as hash from (${rowsOf(table)}) r`,
    );
    return rows[0] ?? { rows: 0, hash: '' };
  }

  /** The hash of each row, in order. */
  async digests(table: string): Promise<string[]> {
    const text = `select md5(row) as digest from (${rowsOf(table)}) r ${IN_ORDER}`;
    return (await this.#client.query<{ digest: string }>(text)).rows.map(({ digest }) => digest);
  }

  /** A row by its place from 0; undefined: there are not so many. */
  async row(table: string, place: number): Promise<string | undefined> {
    const text = `select row from (${rowsOf(table)}) r ${IN_ORDER} offset $1 limit 1`;
    return (await this.#client.query<{ row: string }>(text, [place])).rows[0]?.row;
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
