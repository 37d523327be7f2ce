import { type AggregateRef, type Commit, type SessionEvent } from '@holdfast/contracts';
import { SessionCommit } from './session-commit.ts';
import { thinned } from './thinned.ts';

const PAGE = 500;

export interface LogReaderParts {
  /** One page of an aggregate's commits beyond a stream sequence. */
  page(
    ref: AggregateRef,
    after: number,
    limit: number,
  ): Promise<{ readonly commits: readonly { commit: Commit; sequence: number }[]; readonly more: boolean }>;
  /** Resolves after so many milliseconds. */
  delay(ms: number): Promise<void>;
  failed(error: unknown): void;
}

/**
 * Reads whole sessions from the log. However many clients come back at once, only so many readings run at a time, and
 * those that want the same session while it is waited for share one. A log that cannot be read is tried again: the
 * callers are connections, which have nothing better to wait for.
 */
export class LogReader {
  readonly #parts: LogReaderParts;
  readonly #atOnce: number;
  readonly #waiting: (() => void)[] = [];
  readonly #queued = new Map<string, Promise<readonly SessionCommit[]>>();
  #running = 0;

  constructor(parts: LogReaderParts, atOnce = 16) {
    this.#parts = parts;
    this.#atOnce = atOnce;
  }

  read(workspace: string, session: string): Promise<readonly SessionCommit[]> {
    const key = `${workspace}.${session}`;
    const queued = this.#queued.get(key);
    if (queued !== undefined) return queued;
    const reading = this.#turn().then(() => {
      // From here on the reading has begun: who comes later must not share what may lack the latest commits.
      this.#queued.delete(key);
      return this.#whole({ workspace, kind: 'session', id: session }).finally(() => this.#done());
    });
    this.#queued.set(key, reading);
    return reading;
  }

  async #whole(ref: AggregateRef): Promise<SessionCommit[]> {
    let commits: SessionCommit[] = [];
    for (let pause = 100; ; pause = Math.min(pause * 2, 5_000)) {
      try {
        for (;;) {
          const page = await this.#parts.page(ref, commits.at(-1)?.sequence ?? 0, PAGE);
          for (const { commit, sequence } of page.commits) {
            commits.push(new SessionCommit(ref.workspace, ref.id, sequence, commit as Commit<SessionEvent>));
          }
          commits = thinned(commits);
          if (!page.more) return commits;
        }
      } catch (error) {
        this.#parts.failed(error);
        await this.#parts.delay(pause);
      }
    }
  }

  #turn(): Promise<void> {
    if (this.#running < this.#atOnce) {
      this.#running++;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #done(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running--;
    else next();
  }
}
