import { type AggregateRef, type Commit } from '@holdfast/contracts';
import { type Append, type EventStore } from './event-store.ts';
import { type StoredCommit } from './fold.ts';
import { type InMemoryEventStore } from './in-memory-event-store.ts';

/** What goes wrong with one append. `lost-answer`: it is stored, but its writer hears of an error; `repeated`: it is stored, and its writer hears of a conflict. */
export type Fault = 'none' | 'unreachable' | 'lost-answer' | 'repeated';

class Outage extends Error {
  override readonly name = 'Outage';
  readonly retryable = true;
}

/** A store whose appends go wrong by plan, and whose answers take turns of the event loop, so that others come in between. */
export class FaultyStore implements EventStore {
  readonly real: InMemoryEventStore;
  readonly #faults: Fault[];
  readonly #turns: () => number;
  reads = 0;
  commitsRead = 0;

  constructor(real: InMemoryEventStore, faults: readonly Fault[] = [], turns: () => number = () => 0) {
    this.real = real;
    this.#faults = [...faults];
    this.#turns = turns;
  }

  async read(ref: AggregateRef, after: number): Promise<readonly StoredCommit[]> {
    this.reads += 1;
    await this.#wait();
    const commits = await this.real.read(ref, after);
    this.commitsRead += commits.length;
    await this.#wait();
    return commits;
  }

  async append(ref: AggregateRef, commit: Commit, expectedSequence: number): Promise<Append> {
    const fault = this.#faults.shift() ?? 'none';
    await this.#wait();
    if (fault === 'unreachable') throw new Outage('not stored');
    const answer = await this.real.append(ref, commit, expectedSequence);
    await this.#wait();
    if (fault === 'lost-answer') throw new Outage('stored or not');
    return fault === 'repeated' ? { kind: 'conflict' } : answer;
  }

  async #wait(): Promise<void> {
    for (let turns = this.#turns(); turns > 0; turns--) await Promise.resolve();
  }
}
