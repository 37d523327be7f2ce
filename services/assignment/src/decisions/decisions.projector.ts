import { setTimeout as delay } from 'node:timers/promises';
import { eventFilter } from '@holdfast/contracts';
import {
  type Checkpoint,
  type FeedMessage,
  type Projector,
  type ProjectorLease,
  type ProjectorOptions,
  runProjector,
} from '@holdfast/jetstream';
import pg from 'pg';
import { decisionsOf, type DecisionRow } from './decision-rows.ts';

export const PROJECTION = 'proj-assignment-v1';

export interface DecisionWriterOptions {
  readonly url: string;
  /** Where the tables are; the role's own search path unless given. */
  readonly schema?: string;
}

const LOCK_RETRY_MS = 500;
const COLUMNS = `v, id, at, type, ticket, agent_id, agent_name, kind, reason, considered, considered_total`;
const INSERT = `insert into decision (workspace, session, ${COLUMNS})
  select $1, * from unnest($2::text[], $3::int[], $4::text[], $5::timestamptz[], $6::text[], $7::int[], $8::text[], $9::text[], $10::text[],
    $11::text[], $12::jsonb[], $13::int[])
  on conflict (workspace, session, v) do nothing`;

/**
 * Writes decisions and their checkpoint in one transaction, on one connection that also holds the lock of the projection.
 * Whoever loses the connection has lost the lock, and the checkpoint moves only from where this writer found it.
 */
export class DecisionWriter {
  readonly #options: DecisionWriterOptions;
  #client: pg.Client | undefined;
  #at = 0;

  constructor(options: DecisionWriterOptions) {
    this.#options = options;
  }

  /** Waits for the lock; another instance may hold it for long. */
  async acquire(signal: AbortSignal): Promise<ProjectorLease> {
    const { url, schema } = this.#options;
    const client = new pg.Client({
      connectionString: url,
      application_name: `holdfast-${PROJECTION}`,
      connectionTimeoutMillis: 2_000,
      query_timeout: 10_000,
      keepAlive: true,
      ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
    });
    const lost = new AbortController();
    client.on('error', (error) => lost.abort(error));
    client.on('end', () => lost.abort(new Error('the connection to Postgres ended')));
    const release = (): Promise<void> => client.end().catch(() => undefined);
    try {
      await client.connect();
      while (!(await tryLock(client))) await delay(LOCK_RETRY_MS, undefined, { signal });
    } catch (error) {
      await release();
      throw error;
    }
    this.#client = client;
    return { lost: lost.signal, release };
  }

  async load(): Promise<Checkpoint | null> {
    const checkpoint = await readCheckpoint(this.#held());
    this.#at = checkpoint?.sequence ?? 0;
    return checkpoint;
  }

  async apply(batch: readonly Pick<FeedMessage, 'ref' | 'commit'>[], next: Checkpoint): Promise<void> {
    const client = this.#held();
    await client.query('begin');
    try {
      for (const [workspace, messages] of Map.groupBy(batch, ({ ref }) => ref.workspace)) {
        const { erased, rows } = decisionsOf(messages.map(({ commit }) => commit));
        await client.query(`select set_config('holdfast.workspace', $1, true)`, [workspace]);
        if (erased.length > 0) await client.query('delete from decision where session = any($1)', [erased]);
        if (rows.length > 0) await client.query(INSERT, [workspace, ...columnsOf(rows)]);
      }
      await this.#advance(client, next);
      await client.query('commit');
      this.#at = next.sequence;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
  }

  async #advance(client: pg.Client, { epoch, sequence, commitId }: Checkpoint): Promise<void> {
    const { rowCount } =
      this.#at === 0
        ? await client.query('insert into checkpoint values ($1, $2, $3, $4) on conflict do nothing', [
            PROJECTION,
            epoch,
            sequence,
            commitId,
          ])
        : await client.query(
            'update checkpoint set epoch = $2, sequence = $3, commit_id = $4 where projection = $1 and sequence = $5',
            [PROJECTION, epoch, sequence, commitId, this.#at],
          );
    if (rowCount !== 1) throw new Error(`the checkpoint of ${PROJECTION} is not at ${String(this.#at)}`);
  }

  #held(): pg.Client {
    if (this.#client === undefined) throw new Error('the projection has no connection');
    return this.#client;
  }
}

/** Reads the desk's log in order into the decisions. @param consumer its name: decisions that are written beside the live ones need another */
export function runDecisionsProjector({
  nc,
  url,
  consumer = PROJECTION,
  onEvent,
}: Pick<ProjectorOptions, 'nc' | 'onEvent'> & { readonly url: string; readonly consumer?: string }): Projector {
  const writer = new DecisionWriter({ url });
  return runProjector({
    nc,
    name: consumer,
    filter: eventFilter('desk'),
    owner: 'assignment',
    checkpoint: writer,
    lock: writer,
    apply: (batch, next) => writer.apply(batch, next),
    ...(onEvent === undefined ? {} : { onEvent }),
  });
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    'select pg_try_advisory_lock(hashtext(current_schema()), hashtext($1)) as held',
    [PROJECTION],
  );
  return rows[0]?.held === true;
}

const columnsOf = (rows: readonly DecisionRow[]): unknown[][] => [
  rows.map(({ session }) => session),
  rows.map(({ v }) => v),
  rows.map(({ id }) => id),
  rows.map(({ at }) => at),
  rows.map(({ type }) => type),
  rows.map(({ ticket }) => ticket),
  rows.map(({ agentId }) => agentId ?? null),
  rows.map(({ agentName }) => agentName ?? null),
  rows.map(({ kind }) => kind ?? null),
  rows.map(({ reason }) => reason ?? null),
  rows.map(({ considered }) => JSON.stringify(considered)),
  rows.map(({ consideredTotal }) => consideredTotal),
];

/** How far the log was read, by whichever instance. @throws what Postgres or the driver does */
export async function storedCheckpoint(url: string): Promise<Checkpoint | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await readCheckpoint(client);
  } finally {
    void client.end().catch(() => undefined);
  }
}

async function readCheckpoint(client: pg.Client): Promise<Checkpoint | null> {
  const { rows } = await client.query<{ epoch: string; sequence: string; commit_id: string }>(
    'select epoch, sequence, commit_id from checkpoint where projection = $1',
    [PROJECTION],
  );
  const [row] = rows;
  return row === undefined ? null : { epoch: row.epoch, sequence: Number(row.sequence), commitId: row.commit_id };
}
