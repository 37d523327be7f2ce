import type { AggregateRef, Commit } from '@holdfast/contracts';
import { aggregateKey } from './event-store.ts';
import type { Append, EventStore } from './event-store.ts';
import type { StoredCommit } from './fold.ts';

/** The store contract without a server, for specs and laws. Sequences are shared by all aggregates, as in a stream. */
export class InMemoryEventStore implements EventStore {
  readonly #commits = new Map<string, StoredCommit[]>();
  #sequence = 0;

  read(ref: AggregateRef, after: number): Promise<readonly StoredCommit[]> {
    return Promise.resolve(this.commits(ref).filter(({ sequence }) => sequence > after));
  }

  append(ref: AggregateRef, commit: Commit, expectedSequence: number): Promise<Append> {
    const key = aggregateKey(ref);
    const commits = this.#commits.get(key) ?? [];
    if ((commits.at(-1)?.sequence ?? 0) !== expectedSequence) return Promise.resolve({ kind: 'conflict' });
    this.#sequence += 1;
    // A copy, as from a wire: the caller's object may change later.
    commits.push({ commit: structuredClone(commit), sequence: this.#sequence });
    this.#commits.set(key, commits);
    return Promise.resolve({ kind: 'appended', sequence: this.#sequence });
  }

  /** Drops what stands below a sequence, as an erasure does, or behind one, as a server that lost its tail. */
  drop(ref: AggregateRef, gone: (sequence: number) => boolean): void {
    this.#commits.set(
      aggregateKey(ref),
      this.commits(ref).filter(({ sequence }) => !gone(sequence)),
    );
  }

  /** Everything that was appended to an aggregate, in order. */
  commits(ref: AggregateRef): readonly StoredCommit[] {
    return this.#commits.get(aggregateKey(ref)) ?? [];
  }
}
