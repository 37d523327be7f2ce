import { type NatsConnection } from '@nats-io/transport-node';
import { describeError, LogReplaced } from './errors.ts';
import { type FeedMessage } from './feed.ts';
import { type Checkpoint } from './log.ts';
import { backoff, pause } from './pause.ts';
import { runPass } from './projector-pass.ts';

/** After each failure in a row the wait is longer by this, in ms: what is back after a second is found within less than half of one more. */
const LONGER_BY_MS = 40;
const LONGEST_MS = 5_000;

/** The right to be the only instance of a projection. */
export interface ProjectorLease {
  /** Aborted when the right is lost, e.g. with the database session that holds it. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

export interface ProjectorOptions {
  readonly nc: NatsConnection;
  /** Name of the durable, with a version, e.g. `proj-session-v1`. */
  readonly name: string;
  /** Subjects of the log to read, by `eventFilter`. */
  readonly filter: string | readonly string[];
  /** Service that owns it, for operators. */
  readonly owner: string;
  readonly checkpoint: { load(): Promise<Checkpoint | null> };
  /** Projects the batch and stores `next` in one transaction. An error of any kind ends the pass; the next one begins at the stored checkpoint. */
  readonly apply: (batch: readonly FeedMessage[], next: Checkpoint) => Promise<void>;
  /** Waits until this instance may run; absent: it always may. */
  readonly lock?: { acquire(signal: AbortSignal): Promise<ProjectorLease> };
  /** The most commits of one `apply`; 500 unless given. */
  readonly batchLimit?: number;
  readonly onEvent?: (event: ProjectorEvent) => void;
}

/** `standby`: another instance holds the lock. `failed`: the log is not the one that was projected; nothing goes on without an operator. */
export type ProjectorState = 'starting' | 'standby' | 'running' | 'retrying' | 'failed' | 'stopped';

/** For logs and metrics. */
export type ProjectorEvent =
  | { readonly kind: 'state'; readonly state: ProjectorState; readonly reason?: string }
  /** The store of the checkpoint was put back: what was applied behind `from`, up to `to` at least, is applied again. */
  | { readonly kind: 'set-back'; readonly from: number; readonly to: number }
  | { readonly kind: 'applied'; readonly commits: number; readonly sequence: number; readonly lag: number };

export interface Projector {
  state(): ProjectorState;
  /** The last checkpoint stored by this instance or found at its start. */
  checkpoint(): Checkpoint | null;
  /** Commits in the log behind the checkpoint, as far as is known. */
  lag(): number;
  /** Resolves when everything has been applied that was in the log when the first pass began. */
  readonly caughtUp: Promise<void>;
  /** Resolves when the log is found to be another one: nothing may be appended to it either. */
  readonly failed: Promise<void>;
  /** Ends after the batch that is being applied, and gives back the lock. */
  stop(): Promise<void>;
}

/** Applies commits in the log's strict order, many to a transaction, from the stored checkpoint on. Errors are retried for ever, a replaced log is not. */
export function runProjector(options: ProjectorOptions): Projector {
  const { lock, onEvent } = options;
  const stopping = new AbortController();
  const caught = Promise.withResolvers<undefined>();
  const failed = Promise.withResolvers<undefined>();
  const now: { state: ProjectorState; checkpoint: Checkpoint | null; lag: number } = {
    state: 'starting',
    checkpoint: null,
    lag: 0,
  };

  const become = (state: ProjectorState, reason?: unknown): void => {
    now.state = state;
    onEvent?.({ kind: 'state', state, ...(reason === undefined ? {} : { reason: describeError(reason) }) });
  };
  const at = (checkpoint: Checkpoint | null, lag: number): void => {
    now.checkpoint = checkpoint;
    now.lag = lag;
    if (lag === 0) caught.resolve(undefined);
  };
  const onePass = async (): Promise<void> => {
    if (lock !== undefined) become('standby');
    const lease = await lock?.acquire(stopping.signal);
    try {
      await runPass({
        options,
        signal: lease === undefined ? stopping.signal : AbortSignal.any([stopping.signal, lease.lost]),
        began: (from, pending) => {
          at(from, pending);
          become('running');
        },
        setBack: (from, to) => onEvent?.({ kind: 'set-back', from, to }),
        applied: (next, commits, pending) => {
          at(next, pending);
          onEvent?.({ kind: 'applied', commits, sequence: next.sequence, lag: pending });
        },
      });
    } finally {
      await lease?.release().catch(() => undefined);
    }
  };
  const run = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted;) {
      const before = now.checkpoint?.sequence;
      try {
        await onePass();
      } catch (error) {
        if (error instanceof LogReplaced) {
          become('failed', error);
          failed.resolve(undefined);
          return;
        }
        become('retrying', error);
        failures = now.checkpoint?.sequence === before ? failures + 1 : 1;
        await pause(backoff(1, LONGER_BY_MS * failures, LONGEST_MS), stopping.signal);
      }
    }
    become('stopped');
  };
  const running = run();

  return {
    state: () => now.state,
    checkpoint: () => now.checkpoint,
    lag: () => now.lag,
    caughtUp: caught.promise,
    failed: failed.promise,
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
