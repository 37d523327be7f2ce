import { CLOSE } from '@holdfast/contracts/validators';

/** Bounds of the delay before a try to connect, in ms: `soon` for the first `soonTries`, while a server is likely on its way back, then `cap`. */
const BACKOFF = { first: 500, soon: 2_000, soonTries: 20, cap: 20_000 } as const;
/** A connection that held this long counts as stable, in ms: the next failure starts over. */
export const STABLE_AFTER_MS = 30_000;
/** For so long after something was said a connection is asked about every silence of `QUIET_MS`, where somebody looks, in ms. */
export const LIVELY_MS = 60_000;
export const QUIET_MS = 1_000;
/** A ping that nothing has followed for so long makes a connection doubtful, in ms. */
export const DOUBT_MS = 500;
/** The shortest silence after a ping for which a connection is given up, in ms; the longest is the one that the welcome names. */
export const LEAST_PATIENCE_MS = 3_000;
/** So many times as long is waited for what takes many ways to and fro, or many bytes: a welcome, and what is fetched. */
export const LARGE = 4;
/** The longest from opening the socket to the welcome, in ms. */
export const WELCOME_WITHIN_MS = 30_000;

/**
 * How long to wait before try number `attempt` (0 is the first after a stable connection), in ms. Full jitter, so that
 * clients that lost the same server do not return in waves; `window` is the server's own wish, from its `bye`.
 */
export function delayBefore(attempt: number, random: number, window?: readonly [number, number]): number {
  if (window !== undefined) return Math.round(window[0] + random * Math.max(0, window[1] - window[0]));
  const { first, soon, soonTries, cap } = BACKOFF;
  const span = attempt < soonTries ? Math.min(soon, first * 2 ** attempt) : soon * 2 ** (attempt - soonTries + 1);
  return Math.round(random * Math.min(cap, span));
}

/** What to do after a socket has closed. */
export type AfterClose = 'retry' | 'retry-with-fresh-token' | 'incompatible';

/**
 * `byeCode` is that of the server's `bye`, if there was one. A token that is not accepted may be good again: whoever hands them out says whether
 * somebody is signed in, and not a gateway whose clock is wrong.
 */
export function afterClose(closeCode: number, byeCode: string | undefined): AfterClose {
  if (byeCode === 'expired') return 'retry-with-fresh-token';
  switch (closeCode) {
    case CLOSE.unauthenticated:
      return 'retry-with-fresh-token';
    case CLOSE.protocolVersion:
    case CLOSE.badFrame:
      return 'incompatible';
    default:
      return 'retry';
  }
}
