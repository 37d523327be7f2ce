import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Checkpoint, ProjectorLease } from '@holdfast/jetstream';
import pg from 'pg';
import type { ReadModel, Step, Transaction } from './read-model.ts';
import { workOf } from './work.ts';

export interface BatchWriterOptions {
  readonly url: string;
  /** Where the tables are; the role's own search path unless given. */
  readonly schema?: string;
  /** Name of the checkpoint, and of the lock that keeps a second writer waiting. */
  readonly name: string;
  readonly models: readonly ReadModel[];
}

const LOCK_RETRY_MS = 500;
const ENTER_WORKSPACE = `select set_config('holdfast.workspace', $1, true)`;
const ADVANCE = 'select advance_checkpoint($1, $2, $3, $4, $5)';

/**
 * Writes batches of commits and their checkpoint, each batch in one transaction. Only the holder of the lock writes;
 * what keeps the tables right is the checkpoint, which moves only from where this writer has read it.
 * All statements of a batch are sent without waiting for each other's answers. After any error the connection is given up:
 * what it has prepared, and whether its last transaction is in, is unknown.
 */
export class BatchWriter {
  readonly #options: BatchWriterOptions;
  #client: pg.Client | undefined;
  #socket: Socket | undefined;
  #at = 0;

  constructor(options: BatchWriterOptions) {
    this.#options = options;
  }

  /** Connects, and waits until no other writer of this name is connected. The lease is lost with the connection. */
  async acquire(signal: AbortSignal): Promise<ProjectorLease> {
    const { url, schema, name } = this.#options;
    const lost = new AbortController();
    const socket = new Socket();
    const client = new pg.Client({
      connectionString: url,
      stream: () => socket,
      pipeline: true,
      application_name: `holdfast-${name}`,
      connectionTimeoutMillis: 2_000,
      query_timeout: 10_000,
      keepAlive: true,
      // Rows and checkpoint go to disk together, if later: after a crash both are older, and the log tells the rest again.
      options: `-c synchronous_commit=off${schema === undefined ? '' : ` -c search_path=${schema}`}`,
    });
    // Every query in flight is rejected as well; without a listener the process would end.
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    try {
      await client.connect();
      await this.#lock(client, signal);
    } catch (error) {
      end(client);
      throw error;
    }
    this.#client = client;
    this.#socket = socket;
    // Another instance may have written since this one last did.
    this.#tellModels(false);
    return {
      lost: lost.signal,
      release: async () => {
        if (this.#client === client) this.#client = undefined;
        await client.end();
      },
    };
  }

  /** Null: nothing is written yet. */
  async load(): Promise<Checkpoint | null> {
    const { rows } = await this.#connection().query<{ epoch: string; sequence: string; commit_id: string }>(
      'select epoch, sequence, commit_id from checkpoint where projection = $1',
      [this.#options.name],
    );
    const [row] = rows;
    this.#at = Number(row?.sequence ?? 0);
    return row === undefined ? null : { epoch: row.epoch, sequence: this.#at, commitId: row.commit_id };
  }

  async write(batch: readonly Step[], next: Checkpoint): Promise<void> {
    const client = this.#connection();
    try {
      await this.#transact(client, batch, next);
    } catch (error) {
      this.#client = undefined;
      end(client);
      this.#tellModels(false);
      throw error;
    }
    this.#at = next.sequence;
    this.#tellModels(true);
  }

  #tellModels(written: boolean): void {
    for (const model of this.#options.models) model.settled?.(written);
  }

  async #transact(client: pg.Client, batch: readonly Step[], next: Checkpoint): Promise<void> {
    const { name, models } = this.#options;
    const answers: Promise<unknown>[] = [];
    const query: Transaction['query'] = <R extends object>(id: string, text: string, values: readonly unknown[]) => {
      this.#gather();
      const answer = client.query<R>({ name: id, text, values: [...values] }).then(({ rows }) => rows);
      // It is looked at below, with the others; until then a failure is nobody's.
      answer.catch(() => undefined);
      answers.push(answer);
      return answer;
    };
    const send: Transaction['send'] = (id, text, values) => void query(id, text, values);
    const transaction: Transaction = { query, send };
    const enter = (workspace: string): void => send('workspace', ENTER_WORKSPACE, [workspace]);
    const work = workOf(batch);

    send('begin', 'begin', []);
    for (const { workspace, steps } of work) {
      enter(workspace);
      for (const model of models) await model.prepare?.(transaction, workspace, steps);
    }
    for (const { workspace, erased, steps } of work) {
      enter(workspace);
      for (const model of models) {
        if (erased.length > 0) model.erase(transaction, workspace, erased);
        model.write(transaction, workspace, steps);
      }
    }
    send('advance', ADVANCE, [name, this.#at, next.epoch, next.sequence, next.commitId]);
    send('commit', 'commit', []);
    await Promise.all(answers);
  }

  /** What is asked in one go leaves in one write to the socket: at one commit a batch, writes would cost more than all the rest. */
  #gather(): void {
    const socket = this.#socket;
    if (socket === undefined || socket.writableCorked > 0) return;
    socket.cork();
    // After the promises that are settled by now: models prepare one after the other.
    process.nextTick(() => {
      socket.uncork();
    });
  }

  #connection(): pg.Client {
    if (this.#client === undefined) throw new Error('the connection of the lock is gone');
    return this.#client;
  }

  async #lock(client: pg.Client, signal: AbortSignal): Promise<void> {
    for (;;) {
      const { rows } = await client.query<{ held: boolean }>(
        'select pg_try_advisory_lock(hashtext(current_schema()), hashtext($1)) as held',
        [this.#options.name],
      );
      if (rows[0]?.held === true) return;
      await delay(LOCK_RETRY_MS, undefined, { signal });
    }
  }
}

/** Ends a connection that may be dead. */
const end = (client: pg.Client): void => void client.end().catch(() => undefined);
