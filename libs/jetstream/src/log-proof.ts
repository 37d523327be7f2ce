import { type NatsConnection } from '@nats-io/transport-node';
import { isRetryable, LogReplaced } from './errors.ts';
import { assertSameLog, type Checkpoint } from './log.ts';
import { pause } from './pause.ts';

/** So long is the store of the checkpoint given to answer, in ms. */
const STORED_WITHIN_MS = 2_000;
const RETRY_MS = 100;
const WHAT_TO_DO =
  'This is not the log that was projected, and nothing is appended to it: see "Back-up, restore, and the epoch" in docs/operations.md';

/** What has to be shown before a service appends anything: a log that was put back to an earlier place would give numbers out twice. */
export class LogProof {
  readonly #nc: NatsConnection;
  #begun: Checkpoint | null = null;
  #latest: () => Checkpoint | null = () => null;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /**
   * Proves that the log begins with what was projected; `stored` reads the projection's checkpoint. Waits for the log for as long as it takes,
   * and says once why.
   * @returns false when nobody can tell, since the store of the checkpoint does not answer in time
   * @throws LogReplaced
   */
  async begin(stored: () => Promise<Checkpoint | null>, onWaiting: (reason: unknown) => void): Promise<boolean> {
    const checkpoint = await answered(stored);
    if (checkpoint === undefined) return false;
    this.#begun = checkpoint;
    for (let isTold = false; ; isTold = true) {
      try {
        await this.again();
        return true;
      } catch (error) {
        if (!isRetryable(error) || this.#nc.isClosed()) throw error;
        if (!isTold) onWaiting(error);
        await pause(RETRY_MS);
      }
    }
  }

  /** From here on `latest` says how far the log is known to have been read. */
  follow(latest: () => Checkpoint | null): void {
    this.#latest = latest;
  }

  /** Proves it once more, by the furthest place that is known: the server may be another one. @throws LogReplaced, Unavailable */
  async again(): Promise<void> {
    try {
      await assertSameLog(this.#nc, this.#latest() ?? this.#begun);
    } catch (error) {
      throw error instanceof LogReplaced ? new LogReplaced(`${error.message}. ${WHAT_TO_DO}`) : error;
    }
  }
}

/** What is stored, undefined when there is no answer in time. */
async function answered(stored: () => Promise<Checkpoint | null>): Promise<Checkpoint | null | undefined> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), STORED_WITHIN_MS);
  const asking = (async () => {
    while (!late.signal.aborted) {
      const checkpoint = await stored().catch(() => undefined);
      if (checkpoint !== undefined) return checkpoint;
      await pause(RETRY_MS, late.signal);
    }
    return undefined;
  })();
  const never = new Promise<undefined>((resolve) => {
    late.signal.addEventListener('abort', () => resolve(undefined));
  });
  return Promise.race([asking, never]).finally(() => clearTimeout(timer));
}
