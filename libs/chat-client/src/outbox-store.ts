/** Whose commands a row belongs to: a session's id, or `desk` for the desk of the agent's workspace. */
export type Target = string;
/** The target of commands to the desk. Session ids are never this short word: they are UUIDs. */
export const DESK: Target = 'desk';

/**
 * How long what was composed is kept: `device` survives reload and a crashed tab and is shared by all tabs; `tab` survives
 * a reload of this tab; `no` holds for this page load only.
 */
export type Kept = 'device' | 'tab' | 'no';

/** A row without an outcome is shown as *unknown* when this long has passed since it was composed, in ms. */
export const UNCONFIRMED_AFTER_MS = 15_000;

/** A command that has no outcome yet, or a message that was turned down and waits for its sender to decide. */
export interface OutboxRow {
  /** The command's id, for life: a UUIDv7. */
  readonly id: string;
  readonly target: Target;
  readonly type: string;
  readonly data: unknown;
  /** When it was composed, ms since 1970. */
  readonly at: number;
  /**
   * `waiting`: no outcome yet. `refused`: the log holds a refusal. `failed`: the gateway did not pass it on, and no sending
   * of it can have got further. The last two are settled: they hold nothing back.
   */
  readonly state: 'waiting' | 'refused' | 'failed';
  /** Why it was refused or failed. */
  readonly reason?: string;
  /** Present when the sender, or a gateway's answer, wants the command taken back: `id` is the Withdraw's own command id. */
  readonly withdraw?: { readonly id: string; readonly because: 'discarded' | 'turned-away'; readonly reason?: string };
}

/**
 * Where rows are kept. Every method is one transaction; rows are ordered by the order in which they were added, over all tabs
 * that share the store. Implementations: `openIndexedDbStore`, `sessionStorageStore`, `memoryStore`; one contract suite holds for all.
 */
export interface OutboxStore {
  readonly kept: Kept;
  /** Adds a row at the end. */
  add(row: OutboxRow): Promise<void>;
  /** All rows, oldest first; of one target where given. */
  rows(target?: Target): Promise<OutboxRow[]>;
  /** Puts `change(row)` in the row's place, or removes the row when that is null. Answers what is there afterwards; null when there is no row. */
  update(id: string, change: (row: OutboxRow) => OutboxRow | null): Promise<OutboxRow | null>;
  /** Removes the row `id` (if it is there) and adds `row` at the end, both or neither. */
  replace(id: string, row: OutboxRow): Promise<void>;
  close(): void;
}
