export type BackoffPolicy = { againMs: number; maxMs: number; stableMs: number };

/** The first restart is at once, since most deaths are single; a process that keeps dying must not burn the machine. */
export const RESTART_POLICY: BackoffPolicy = { againMs: 250, maxMs: 10_000, stableMs: 30_000 };

/**
 * How long to wait before the next restart.
 * @param previousMs the wait before the life that has ended, undefined before the first restart
 * @param livedMs how long that life lasted
 */
export function nextWait(
  previousMs: number | undefined,
  livedMs: number,
  policy: BackoffPolicy = RESTART_POLICY,
): number {
  if (previousMs === undefined || livedMs >= policy.stableMs) return 0;
  return Math.min(Math.max(previousMs * 2, policy.againMs), policy.maxMs);
}
