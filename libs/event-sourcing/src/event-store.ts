import type { AggregateRef, Commit } from '@holdfast/contracts';
import type { StoredCommit } from './fold.ts';

/** What became of an append. Conflict: something else was appended since `expectedSequence`, or this very commit was, earlier. */
export type Append = { readonly kind: 'appended'; readonly sequence: number } | { readonly kind: 'conflict' };

/** The log of record, as the command loop needs it. `store.contract.ts` says what every implementation must do. */
export interface EventStore {
  /** All commits of the aggregate behind the sequence `after` (0: from the first), in order. @throws a retryable error when the log cannot be reached */
  read(ref: AggregateRef, after: number): Promise<readonly StoredCommit[]>;
  /**
   * Appends when the aggregate's last commit is at `expectedSequence` (0: it has none). Resolves only when the outcome is certain.
   * @throws a retryable error when it stayed uncertain, or the store is being closed
   */
  append(ref: AggregateRef, commit: Commit, expectedSequence: number): Promise<Append>;
}

/** The text that stands for an aggregate in maps. */
export const aggregateKey = ({ workspace, kind, id }: AggregateRef): string => `${workspace}/${kind}/${id}`;
