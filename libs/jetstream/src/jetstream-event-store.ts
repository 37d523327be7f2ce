import { type AggregateRef, type Commit, eventSubject } from '@holdfast/contracts';
import { type Append, type EventStore, type StoredCommit } from '@holdfast/event-sourcing';
import { type NatsConnection } from '@nats-io/transport-node';
import { AppendQueue, type AppendQueueOptions } from './append-queue.ts';
import { encodeCommit, typesOf } from './commit-codec.ts';
import { Unavailable } from './errors.ts';
import { readCommits } from './log.ts';
import { backoff, pause } from './pause.ts';

/** How long a replica may lag behind the conflict that told of a later commit, in attempts to read it. */
const READS = 10;

/** The event store on `CHAT_EVENTS`: append by expected last sequence of the aggregate's subject, read by batched direct get. One per process. */
export class JetStreamEventStore implements EventStore {
  readonly #nc: NatsConnection;
  readonly #queue: AppendQueue;
  /** Last sequences that conflicts told of, until they have been read: direct gets may be answered by a replica that lags. */
  readonly #owed = new Map<string, number>();

  constructor(nc: NatsConnection, options: AppendQueueOptions = {}) {
    this.#nc = nc;
    this.#queue = new AppendQueue(nc, options);
  }

  async read(ref: AggregateRef, after: number): Promise<readonly StoredCommit[]> {
    const subject = eventSubject(ref);
    const owed = this.#owed.get(subject) ?? 0;
    for (let attempt = 1; attempt <= READS; attempt++) {
      const { commits } = await readCommits(this.#nc, ref, { after });
      if ((commits.at(-1)?.sequence ?? after) >= owed) {
        this.#owed.delete(subject);
        return commits;
      }
      await pause(backoff(attempt, 5, 500));
    }
    throw new Unavailable(`${subject}: a commit at ${owed} is reported but not readable`);
  }

  async append(ref: AggregateRef, commit: Commit, expectedSequence: number): Promise<Append> {
    const subject = eventSubject(ref);
    const answer = await this.#queue.append(subject, encodeCommit(commit), typesOf(commit), expectedSequence);
    if (answer.kind === 'appended') return answer;
    if (answer.last > expectedSequence) this.#owed.set(subject, answer.last);
    if (answer.certain) return { kind: 'conflict' };
    // Sent more than once: what stands in the way may be this one.
    const later = await this.read(ref, expectedSequence);
    const own = later.find((each) => each.commit.id === commit.id);
    return own === undefined ? { kind: 'conflict' } : { kind: 'appended', sequence: own.sequence };
  }
}
