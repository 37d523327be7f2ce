import { type InboxCounts, type InboxFilter, type InboxRow, inboxAfter, inFilter } from '@holdfast/contracts';
import { type SessionCommit } from '../outbound/session-commit.ts';

/** Closed sessions the view keeps; older ones are found by search. */
const CLOSED_KEPT = 1_000;

type Order = 'waiting' | 'all' | 'closed';

/** Who looks at the inbox. */
export interface Reader {
  readonly id: string;
  readonly teams: readonly string[];
}
const NOBODY: Reader = { id: '', teams: [] };

/** The inbox of one workspace: a row per session, folded from the log, and the orders its windows are cut from. */
export class InboxView {
  readonly #rows = new Map<string, InboxRow>();
  /** Sorted ids per order, kept from one look to the next: re-sorting what is nearly sorted costs one pass. */
  readonly #orders: Record<Order, string[]> = { waiting: [], all: [], closed: [] };
  #isSorted = true;

  get size(): number {
    return this.#rows.size;
  }

  /** A row as a snapshot has it. An older one than the view's changes nothing. */
  put(row: InboxRow): void {
    const known = this.#rows.get(row.session);
    if (known === undefined || known.v < row.v) this.#set(row.session, row);
  }

  /** @returns false when the session is not in the view and this commit does not open it: its row has to be read from the log */
  take({ session, commit }: SessionCommit): boolean {
    const known = this.#rows.get(session) ?? null;
    const first = commit.events[0];
    if (first === undefined) return true;
    if (known === null && first.type !== 'SessionOpened') return first.type === 'SessionErased';
    if (known !== null && first.v > known.v + 1) return false;
    this.#set(session, inboxAfter(known, session, commit));
    return true;
  }

  /** A window of one order, as one agent sees it. */
  window(filter: InboxFilter, agent: Reader, offset: number, limit: number): { total: number; rows: InboxRow[] } {
    if (filter === 'waiting' || filter === 'all' || filter === 'closed') {
      const ids = this.#sorted(filter);
      return { total: ids.length, rows: this.#rowsOf(ids.slice(offset, offset + limit)) };
    }
    const own = this.#rowsOf(this.#sorted('all')).filter((row) => inFilter(row, filter, agent));
    return { total: own.length, rows: own.slice(offset, offset + limit) };
  }

  /** `unread` counts the agent's own chats with unread messages. */
  counts(agent: Reader): InboxCounts {
    const counts = {
      mine: 0,
      mentions: 0,
      waiting: this.#sorted('waiting').length,
      team: 0,
      all: this.#sorted('all').length,
      closed: this.#sorted('closed').length,
      unread: 0,
    };
    for (const row of this.#rowsOf(this.#orders.all)) {
      if (inFilter(row, 'mentions', agent)) counts.mentions++;
      if (inFilter(row, 'team', agent)) counts.team++;
      if (!inFilter(row, 'mine', agent)) continue;
      counts.mine++;
      if (row.unread > 0) counts.unread++;
    }
    return counts;
  }

  #set(session: string, row: InboxRow | null): void {
    if (row === null) this.#rows.delete(session);
    else this.#rows.set(session, row);
    this.#isSorted = false;
  }

  #rowsOf(ids: readonly string[]): InboxRow[] {
    return ids.map((id) => this.#rows.get(id)).filter((row) => row !== undefined);
  }

  #sorted(order: Order): readonly string[] {
    if (!this.#isSorted) this.#sort();
    return this.#orders[order];
  }

  #sort(): void {
    this.#isSorted = true;
    for (const order of ['waiting', 'all', 'closed'] as const) {
      const held = new Set<string>();
      const ids = this.#orders[order].filter((id) => this.#belongs(id, order) && held.add(id));
      for (const id of this.#rows.keys()) if (!held.has(id) && this.#belongs(id, order)) ids.push(id);
      this.#orders[order] = this.#rowsOf(ids)
        .sort(order === 'waiting' ? longestWait : latestChange)
        .map((row) => row.session);
    }
    for (const id of this.#orders.closed.splice(CLOSED_KEPT)) this.#rows.delete(id);
  }

  #belongs(id: string, order: Order): boolean {
    const row = this.#rows.get(id);
    return row !== undefined && inFilter(row, order, NOBODY);
  }
}

const byId = (a: InboxRow, b: InboxRow): number => (a.session < b.session ? -1 : 1);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const longestWait = (a: InboxRow, b: InboxRow): number =>
  compare(a.waitingSince ?? '', b.waitingSince ?? '') || byId(a, b);
const latestChange = (a: InboxRow, b: InboxRow): number => compare(b.changedAt, a.changedAt) || byId(a, b);
