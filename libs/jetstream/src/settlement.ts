import { isRetryable, Unreadable } from './errors.ts';

/** What is done with a delivered message. */
export type Settlement =
  /** It is dealt with. */
  | { readonly kind: 'ack' }
  /** Deliver it again after `delayMs`. */
  | { readonly kind: 'nak'; readonly delayMs: number }
  /** Copy it to the dead letters, then never deliver it again. `park`: its sender can be told, by a refusal. */
  | { readonly kind: 'bury'; readonly park: boolean };

/** How handling a message ended. */
export type Handling =
  { readonly kind: 'done' } | { readonly kind: 'failed'; readonly error: unknown; readonly deliveries: number };

/** So often a message is delivered whose handling fails for a reason that may pass. Its sender has long since sent it again by itself. */
export const RETRIES = 12;
/** So often a message is delivered whose handling fails for no known reason. */
export const TRIES_OF_DEFECTS = 3;

/** Every decision about a delivered message, in one place. */
export function settle(handling: Handling): Settlement {
  if (handling.kind === 'done') return { kind: 'ack' };
  const { error, deliveries } = handling;
  if (error instanceof Unreadable) return { kind: 'bury', park: false };
  if (isRetryable(error)) {
    return deliveries < RETRIES
      ? { kind: 'nak', delayMs: Math.min(10_000, 100 * 2 ** (deliveries - 1)) }
      : { kind: 'bury', park: false };
  }
  return deliveries < TRIES_OF_DEFECTS ? { kind: 'nak', delayMs: 200 } : { kind: 'bury', park: true };
}
