import { inboxAfter, type InboxRow } from '@holdfast/contracts';
import type { ReadModel, Step, Transaction } from '../projection/read-model.ts';

const READ = 'select session, row from inbox where workspace = $1 and session = any($2)';
const UPSERT = `
  insert into inbox (workspace, session, status, visitor_id, opened_at, closed_at, row)
  select $1, r ->> 'session', r ->> 'status', r -> 'visitor' ->> 'id', (r ->> 'openedAt')::timestamptz,
         case when r ->> 'status' = 'closed' then (r ->> 'changedAt')::timestamptz end, r
  from jsonb_array_elements($2) r
  on conflict (workspace, session) do update
  set status = excluded.status, visitor_id = excluded.visitor_id, closed_at = excluded.closed_at, row = excluded.row`;

/** Rows kept in memory, so that a batch needs to read only sessions that were quiet for long. */
const CACHED_ROWS = 20_000;

/**
 * One row a session, as the agents' inbox shows it: the fold that the gateway's live view makes too.
 * What it remembers is what it wrote itself: it serves one projector, which is the table's only writer for as long as it holds the lock.
 */
export class Inbox implements ReadModel {
  readonly #cache = new Map<string, InboxRow>();
  /** Rows as this transaction has them; null where there is none. */
  readonly #pending = new Map<string, InboxRow | null>();

  async prepare(transaction: Transaction, workspace: string, steps: readonly Step[]): Promise<void> {
    const unknown = new Set<string>();
    for (const { ref } of steps) {
      const known = this.#cache.get(key(workspace, ref.id));
      if (known === undefined) unknown.add(ref.id);
      else this.#pending.set(key(workspace, ref.id), known);
    }
    if (unknown.size === 0) return;
    for (const session of unknown) this.#pending.set(key(workspace, session), null);
    for (const { session, row } of await transaction.query<{ session: string; row: InboxRow }>('inbox-read', READ, [
      workspace,
      [...unknown],
    ]))
      this.#pending.set(key(workspace, session), row);
  }

  erase(transaction: Transaction, workspace: string, sessions: readonly string[]): void {
    for (const session of sessions) this.#pending.set(key(workspace, session), null);
    transaction.send('inbox-erase', 'delete from inbox where workspace = $1 and session = any($2)', [
      workspace,
      sessions,
    ]);
  }

  write(transaction: Transaction, workspace: string, steps: readonly Step[]): void {
    for (const { ref, commit } of steps) {
      const at = key(workspace, ref.id);
      this.#pending.set(at, inboxAfter(this.#pending.get(at) ?? null, ref.id, commit));
    }
    const touched = [...new Set(steps.map(({ ref }) => key(workspace, ref.id)))];
    const rows = touched.map((at) => this.#pending.get(at) ?? null).filter((row) => row !== null);
    if (rows.length > 0) transaction.send('inbox-upsert', UPSERT, [workspace, JSON.stringify(rows)]);
  }

  settled(written: boolean): void {
    if (written) for (const [at, row] of this.#pending) this.#remember(at, row);
    else this.#cache.clear();
    this.#pending.clear();
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
