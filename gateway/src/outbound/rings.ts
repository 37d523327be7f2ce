import { type Audience } from '@holdfast/contracts';
import { type SessionCommit, textsAfter } from './session-commit.ts';

export interface RingLimits {
  /** Events one session keeps. */
  readonly perSession: number;
  /** Events all sessions keep together. */
  readonly inAll: number;
  /** Milliseconds a session's events are kept after its last commit. */
  readonly ageMs: number;
}

export const RING_LIMITS: RingLimits = { perSession: 64, inAll: 250_000, ageMs: 5 * 60_000 };

interface Ring {
  readonly entries: SessionCommit[];
  events: number;
  touched: number;
}

/** What the rings can say about a cursor. `unheld`: not from what they hold. */
export type RingAnswer =
  | { readonly kind: 'held'; readonly texts: readonly string[]; readonly last: number }
  | { readonly kind: 'ahead'; readonly last: number }
  | { readonly kind: 'unheld' };

/**
 * The latest commits of sessions that changed lately, from the one ordered consumer. Memory is bounded three ways
 * (events a session, events in all, age); what was dropped is never guessed at.
 */
export class Rings {
  readonly #limits: RingLimits;
  /** In the order of the last change, oldest first. */
  readonly #rings = new Map<string, Ring>();
  #events = 0;
  #droppedThrough = 0;

  constructor(limits: RingLimits = RING_LIMITS) {
    this.#limits = limits;
  }

  /** Events held, over all sessions. */
  get size(): number {
    return this.#events;
  }

  /** The highest stream sequence of a commit whose whole ring was dropped: a session without a ring had no commit beyond it. */
  get droppedThrough(): number {
    return this.#droppedThrough;
  }

  /** Takes the next commit of a session that has events. @returns false when its numbers do not follow; the ring then starts over with it. */
  add(entry: SessionCommit, now: number): boolean {
    const known = this.#rings.get(entry.key);
    const last = known?.entries.at(-1)?.commit.v;
    const follows = last === undefined || entry.shownTo('staff').base === last;
    // What was erased is served from nowhere, so the ring starts over here too.
    const keeps = follows && !entry.erases;
    if (known !== undefined && !keeps) this.#forget(entry.key, known);
    const ring = known !== undefined && keeps ? known : { entries: [], events: 0, touched: now };
    ring.entries.push(entry);
    ring.events += entry.commit.events.length;
    ring.touched = now;
    this.#events += entry.commit.events.length;
    while (ring.events > this.#limits.perSession && ring.entries.length > 1) this.#shorten(ring);
    this.#rings.delete(entry.key);
    this.#rings.set(entry.key, ring);
    this.#dropOldest((candidate) => this.#events > this.#limits.inAll && candidate !== ring);
    return follows;
  }

  /** What an audience missed after `n`, if that can be proven from here. */
  after(key: string, audience: Audience, n: number): RingAnswer {
    const entries = this.#rings.get(key)?.entries;
    const [first, final] = [entries?.[0], entries?.at(-1)];
    if (entries === undefined || first === undefined || final === undefined) return { kind: 'unheld' };
    const last = final.shownTo(audience).last;
    if (n > last) return { kind: 'ahead', last };
    if (n < first.shownTo(audience).base) return { kind: 'unheld' };
    const texts: string[] = [];
    for (const entry of entries) texts.push(...textsAfter(entry.shownTo(audience), n));
    return { kind: 'held', texts, last };
  }

  commits(key: string): readonly SessionCommit[] {
    return this.#rings.get(key)?.entries ?? [];
  }

  /** Drops what is too old. */
  sweep(now: number): void {
    this.#dropOldest((ring) => now - ring.touched > this.#limits.ageMs);
  }

  clear(): void {
    this.#rings.clear();
    this.#events = 0;
    this.#droppedThrough = 0;
  }

  #dropOldest(while_: (ring: Ring) => boolean): void {
    for (const [key, ring] of this.#rings) {
      if (!while_(ring)) return;
      this.#forget(key, ring);
    }
  }

  #forget(key: string, ring: Ring): void {
    this.#rings.delete(key);
    this.#events -= ring.events;
    this.#droppedThrough = Math.max(this.#droppedThrough, ring.entries.at(-1)?.sequence ?? 0);
  }

  #shorten(ring: Ring): void {
    const gone = ring.entries.shift()?.commit.events.length ?? 0;
    ring.events -= gone;
    this.#events -= gone;
  }
}
