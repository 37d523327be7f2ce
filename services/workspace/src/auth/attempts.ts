/*
 * How often somebody may try to sign in. An attempt counts as failed when it begins, so that many at once gain nothing;
 * a success takes it back.
 */

export interface Attempts {
  readonly failures: number;
  /** Epoch ms before which no further attempt is looked at; 0: none is made to wait. */
  readonly retryAt: number;
  /** Epoch ms of the last attempt. */
  readonly at: number;
}

export interface Patience {
  /** Failures before the first delay. */
  readonly free: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/** One account from one address; and one address, whatever the account. */
export const ACCOUNT: Patience = { free: 10, firstDelayMs: 1_000, longestDelayMs: 15 * 60_000 };
export const ADDRESS: Patience = { free: 100, firstDelayMs: 1_000, longestDelayMs: 15 * 60_000 };
/** Attempts older than this are forgotten. */
export const FORGET_AFTER_MS = 24 * 3_600_000;

const NONE: Attempts = { failures: 0, retryAt: 0, at: 0 };

/** How long to wait before the next attempt is looked at, in ms; 0 for not at all. */
export function waitOf(before: Attempts | null, now: number): number {
  return Math.max(0, remembered(before, now).retryAt - now);
}

/** The attempts after one more, which has not been looked at yet. */
export function counted(before: Attempts | null, patience: Patience, now: number): Attempts {
  const failures = remembered(before, now).failures + 1;
  const delay =
    failures < patience.free
      ? 0
      : Math.min(patience.longestDelayMs, patience.firstDelayMs * 2 ** (failures - patience.free));
  // Of two at once the second may have read the clock first.
  return { failures, retryAt: delay === 0 ? 0 : now + delay, at: now };
}

/** The attempts without the last one, which turned out not to be a failure. */
export const takenBack = ({ failures, at }: Attempts): Attempts => ({
  failures: Math.max(0, failures - 1),
  retryAt: 0,
  at,
});

const remembered = (before: Attempts | null, now: number): Attempts =>
  before === null || now - before.at > FORGET_AFTER_MS ? NONE : before;
