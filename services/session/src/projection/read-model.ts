import type { AggregateRef, Commit, SessionEvent } from '@holdfast/contracts';

/** A commit of a session with its place in the log. */
export interface Step {
  readonly ref: AggregateRef;
  readonly commit: Commit<SessionEvent>;
  readonly sequence: number;
}

/**
 * The transaction of a batch, set to one workspace. Statements are sent at once, in order.
 * A statement's `name` stands for its text, so that Postgres plans it once.
 */
export interface Transaction {
  query<R extends object>(name: string, text: string, values: readonly unknown[]): Promise<R[]>;
  /** As `query`, for what has no rows to answer. If it fails, so does the whole transaction. */
  send(name: string, text: string, values: readonly unknown[]): void;
}

/** A set of rows made from sessions' commits. */
export interface ReadModel {
  /** Reads what `write` will need to know. */
  prepare?(transaction: Transaction, workspace: string, steps: readonly Step[]): Promise<void>;
  /** Removes every row of the sessions. */
  erase(transaction: Transaction, workspace: string, sessions: readonly string[]): void;
  /** Adds what the steps tell. Each is told once, in order, all of `workspace`. */
  write(transaction: Transaction, workspace: string, steps: readonly Step[]): void;
  /** True: the transaction is in the database. False: it is not, or others may have written, so that what is remembered of rows is void. */
  settled?(written: boolean): void;
}
