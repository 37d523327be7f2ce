import { inboxAfter, type InboxRow } from '@holdfast/contracts';
import { columns, type ReadModel, type Step, type Transaction } from '../projection/read-model.ts';

const READ = 'select session, row from inbox where workspace = $1 and session = any($2)';
const UPSERT = `
  insert into inbox (workspace, session, status, visitor_id, opened_at, changed_at, row)
  select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::jsonb[])
  on conflict (workspace, session) do update
  set status = excluded.status, visitor_id = excluded.visitor_id, changed_at = excluded.changed_at, row = excluded.row`;

/** Rows kept in memory, so that a batch needs to read only sessions that were quiet for long. */
const CACHED_ROWS = 20_000;

/**
 * One row a session, as the agents' inbox shows it: the fold that the gateway's live view makes too.
 * What it remembers is what it wrote itself: it serves one projector, which is the table's only writer.
 */
export class Inbox implements ReadModel {
  readonly #cache = new Map<string, InboxRow>();
  readonly #pending = new Map<string, InboxRow | null>();

  async write(transaction: Transaction, workspace: string, steps: readonly Step[]): Promise<void> {
    const rows = await this.#rows(transaction, workspace, [...new Set(steps.map(({ ref }) => ref.id))]);
    for (const { ref, commit } of steps) rows.set(ref.id, inboxAfter(rows.get(ref.id) ?? null, ref.id, commit));
    const written = [...rows].flatMap(([session, row]) => {
      this.#pending.set(key(workspace, session), row);
      if (row === null) return [];
      return [[session, row.status, row.visitor.id, row.openedAt, row.changedAt, JSON.stringify(row)] as const];
    });
    if (written.length > 0) await transaction.query('inbox-upsert', UPSERT, [workspace, ...columns(written, 6)]);
  }

  async erase(transaction: Transaction, workspace: string, sessions: readonly string[]): Promise<void> {
    for (const session of sessions) this.#pending.set(key(workspace, session), null);
    await transaction.query('inbox-erase', 'delete from inbox where workspace = $1 and session = any($2)', [
      workspace,
      sessions,
    ]);
  }

  settled(written: boolean): void {
    if (written) for (const [at, row] of this.#pending) this.#remember(at, row);
    else this.#cache.clear();
    this.#pending.clear();
  }

  async #rows(
    transaction: Transaction,
    workspace: string,
    sessions: readonly string[],
  ): Promise<Map<string, InboxRow | null>> {
    const rows = new Map<string, InboxRow | null>();
    const unknown: string[] = [];
    for (const session of sessions) {
      const at = key(workspace, session);
      const known = this.#pending.has(at) ? this.#pending.get(at) : this.#cache.get(at);
      if (known === undefined) unknown.push(session);
      else rows.set(session, known);
    }
    if (unknown.length === 0) return rows;
    for (const { session, row } of await transaction.query<{ session: string; row: InboxRow }>('inbox-read', READ, [
      workspace,
      unknown,
    ]))
      rows.set(session, row);
    return rows;
  }

  /** The oldest entry of a Map comes first: what is set again moves to the end. */
  #remember(at: string, row: InboxRow | null): void {
    this.#cache.delete(at);
    if (row !== null) this.#cache.set(at, row);
    if (this.#cache.size <= CACHED_ROWS) return;
    const oldest = this.#cache.keys().next();
    if (oldest.done !== true) this.#cache.delete(oldest.value);
  }
}

const key = (workspace: string, session: string): string => `${workspace}.${session}`;
