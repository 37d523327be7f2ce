import {
  type InboxCounts,
  type InboxFilter,
  type InboxOnly,
  type InboxRow,
  type InboxSort,
  inboxAfter,
  inFilter,
} from '@holdfast/contracts';
import { type SessionCommit } from '../outbound/session-commit.ts';

/** Closed sessions the view keeps; older ones are found by search. */
const CLOSED_KEPT = 1_000;

type Pool = 'open' | 'closed';

/** Who looks at the inbox. */
export interface Reader {
  readonly id: string;
  readonly teams: readonly string[];
}

/** Which rows, and in which order. */
export interface Wanted {
  readonly filter: InboxFilter;
  readonly sort?: InboxSort | undefined;
  readonly only?: InboxOnly | undefined;
}

/**
 * The inbox of one workspace: a row per session, folded from the log, and the orders its windows are cut from.
 * What was worked out for one console serves all that ask for the same until a row changes.
 */
export class InboxView {
  readonly #rows = new Map<string, InboxRow>();
  readonly #siteTeam: (siteId: string) => string | undefined;
  /** The rows of a pool in an order. When rows have changed, what is nearly sorted is sorted again: that is one pass. */
  readonly #orders = new Map<string, readonly InboxRow[]>();
  /** Those of `#orders` that are as the rows are. */
  readonly #current = new Set<string>();
  readonly #lists = new Map<string, readonly InboxRow[]>();
  readonly #counts = new Map<string, InboxCounts>();

  /** @param siteTeam the team whose agents answer a site's chats */
  constructor(siteTeam: (siteId: string) => string | undefined = () => undefined) {
    this.#siteTeam = siteTeam;
  }

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

  /** The team of an agent or of a site has changed: what was worked out by it counts no more. */
  teamsChanged(): void {
    this.#lists.clear();
    this.#counts.clear();
  }

  /** A window of what is wanted, as one agent sees it. */
  window(wanted: Wanted, reader: Reader, offset: number, limit: number): { total: number; rows: InboxRow[] } {
    const rows = this.#list(wanted, reader);
    return { total: rows.length, rows: rows.slice(offset, offset + limit) };
  }

  /** `unread` counts the agent's own chats with unread messages. */
  counts(reader: Reader): InboxCounts {
    const known = this.#counts.get(reader.id);
    if (known !== undefined) return known;
    const counts = { mine: 0, mentions: 0, waiting: 0, team: 0, all: 0, closed: 0, unread: 0 };
    const closed = this.#ordered('closed', 'newest');
    counts.closed = closed.length;
    for (const row of closed) if (inFilter(row, 'mentions', reader)) counts.mentions++;
    for (const row of this.#ordered('open', 'newest')) {
      counts.all++;
      if (row.status === 'waiting') counts.waiting++;
      if (inFilter(row, 'mentions', reader)) counts.mentions++;
      if (inFilter(row, 'team', reader, this.#teamOf(row))) counts.team++;
      if (!inFilter(row, 'mine', reader)) continue;
      counts.mine++;
      if (row.unread > 0) counts.unread++;
    }
    this.#counts.set(reader.id, counts);
    return counts;
  }

  #set(session: string, row: InboxRow | null): void {
    if (row === null) this.#rows.delete(session);
    else this.#rows.set(session, row);
    this.#current.clear();
    this.#lists.clear();
    this.#counts.clear();
  }

  #list({ filter, sort, only }: Wanted, reader: Reader): readonly InboxRow[] {
    const order = sort ?? (filter === 'waiting' ? 'waiting' : 'newest');
    const isShared = filter === 'all' || filter === 'waiting' || filter === 'closed';
    const key = JSON.stringify([filter, order, only, isShared ? '' : reader.id]);
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const pool =
      filter === 'mentions'
        ? [...this.#ordered('open', order), ...this.#ordered('closed', order)]
        : this.#ordered(filter === 'closed' ? 'closed' : 'open', order);
    const isWhole = (filter === 'all' || filter === 'closed') && only === undefined;
    const rows = isWhole
      ? pool
      : pool.filter((row) => inFilter(row, filter, reader, this.#teamOf(row)) && this.#has(row, only));
    // Of two pools, each in its order, one is made.
    const ordered = filter === 'mentions' ? rows.toSorted(ORDERS[order]) : rows;
    this.#lists.set(key, ordered);
    return ordered;
  }

  #has(row: InboxRow, { teamId, siteId, assigneeId, label, unread }: InboxOnly = {}): boolean {
    return (
      (teamId === undefined || this.#teamOf(row) === teamId) &&
      (siteId === undefined || row.siteId === siteId) &&
      (assigneeId === undefined || row.assignee?.id === assigneeId) &&
      (label === undefined || row.labels.includes(label)) &&
      (unread === undefined || row.unread > 0)
    );
  }

  #teamOf(row: InboxRow): string | undefined {
    return row.teamId ?? this.#siteTeam(row.siteId);
  }

  #ordered(pool: Pool, sort: InboxSort): readonly InboxRow[] {
    const key = `${pool} ${sort}`;
    const before = this.#orders.get(key) ?? [];
    if (this.#current.has(key)) return before;
    // The latest of the closed are kept, whatever order is asked for first.
    if (pool === 'closed' && sort !== 'newest') this.#ordered(pool, 'newest');
    const held = new Set<string>();
    const rows: InboxRow[] = [];
    for (const { session } of before) {
      const row = this.#rows.get(session);
      if (row === undefined || !isIn(row, pool) || held.has(session)) continue;
      held.add(session);
      rows.push(row);
    }
    for (const row of this.#rows.values()) if (isIn(row, pool) && !held.has(row.session)) rows.push(row);
    rows.sort(ORDERS[sort]);
    if (pool === 'closed' && sort === 'newest') {
      for (const { session } of rows.splice(CLOSED_KEPT)) this.#rows.delete(session);
    }
    this.#orders.set(key, rows);
    this.#current.add(key);
    return rows;
  }
}

const isIn = (row: InboxRow, pool: Pool): boolean => (row.status === 'closed') === (pool === 'closed');
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byId = (a: InboxRow, b: InboxRow): number => compare(a.session, b.session);
/** After every instant: what does not wait comes last. */
const NEVER = '~';
const ORDERS: Record<InboxSort, (a: InboxRow, b: InboxRow) => number> = {
  newest: (a, b) => compare(b.changedAt, a.changedAt) || byId(a, b),
  oldest: (a, b) => compare(a.changedAt, b.changedAt) || byId(a, b),
  waiting: (a, b) => compare(a.waitingSince ?? NEVER, b.waitingSince ?? NEVER) || ORDERS.newest(a, b),
};
