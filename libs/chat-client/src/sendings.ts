import type { ServerFrame } from '@holdfast/contracts';
import type { OutboxRow, Target } from './outbox-store.ts';

export type TurnedAwayReason = Extract<ServerFrame, { t: 'turned-away' }>['reason'];

/**
 * Which sendings of a command may have been passed on by a gateway. A message may be shown as failed only if none may have:
 * then nothing of it can still arrive. What an earlier page load or another tab sent is not known here, and counts as passed on.
 */
export class Sendings {
  /** Sendings of a command that were not turned away for certain. */
  readonly #open = new Map<string, number>();
  /** Requests of this connection that were not answered yet. */
  readonly #requests = new Map<
    string,
    { readonly target: Target; readonly ids: readonly string[]; readonly counted: readonly string[] }
  >();

  /** Says so of a command before anybody can find it in the store. */
  neverSent(id: string): void {
    if (!this.#open.has(id)) this.#open.set(id, 0);
  }

  /** Notes a request that goes out. A Withdraw is no sending of the command it takes back. */
  sent(request: string, target: Target, rows: readonly OutboxRow[]): void {
    const counted = rows.filter((row) => row.withdraw === undefined).map((row) => row.id);
    for (const id of counted) this.#open.set(id, (this.#open.get(id) ?? UNKNOWN) + 1);
    // An answered request stays until it is among the oldest: a few a target, since a resend waits for its turn.
    const [oldest] = this.#requests.size >= REQUESTS_REMEMBERED ? this.#requests.keys() : [];
    if (oldest !== undefined) this.#requests.delete(oldest);
    this.#requests.set(request, { target, ids: rows.map((row) => row.id), counted });
  }

  /** The request that was turned away. Whether that proves it was not passed on, is the reason's matter: `unavailable` may come after publishing. */
  turnedAway(
    request: string,
    reason: TurnedAwayReason,
  ): { readonly target: Target; readonly ids: readonly string[] } | undefined {
    const sent = this.#requests.get(request);
    if (sent === undefined) return undefined;
    this.#requests.delete(request);
    if (reason !== 'unavailable')
      for (const id of sent.counted) {
        const open = this.#open.get(id);
        if (open !== undefined) this.#open.set(id, Math.max(0, open - 1));
      }
    return sent;
  }

  mayHaveBeenPassedOn(id: string): boolean {
    return this.#open.get(id) !== 0;
  }

  forget(id: string): void {
    this.#open.delete(id);
  }

  /** Answers to its requests can come no more. */
  connectionLost(): void {
    this.#requests.clear();
  }
}

/** No number of answers makes certain that nothing was passed on. */
const UNKNOWN = Number.POSITIVE_INFINITY;
/** More than the requests under way of all targets together at any sensible time. */
const REQUESTS_REMEMBERED = 1_024;
