import type { Clock } from './clock.ts';

/** Delivered waits this long for read, in ms, so that both go in one event. */
export const DELIVERED_WAITS_MS = 1_000;

/** How far a person holds, and has seen, others' visible messages, in `w`. */
export interface Reach {
  readonly delivered: number;
  readonly read: number;
}

const nowhere: Reach = { delivered: 0, read: 0 };

/**
 * Decides when a person's receipts for their sessions go out. Positions only grow; what the log has, or has been asked to have,
 * is not asked for again; a newer position replaces an older one that still waits.
 */
export class Receipts {
  readonly #clock: Clock;
  readonly #issue: (session: string, reach: Reach) => void;
  readonly #sessions = new Map<string, { wanted: Reach; issued: Reach; cancel: (() => void) | undefined }>();

  /** @param issue puts a position into the outbox, in the place of one that still waits there */
  constructor(clock: Clock, issue: (session: string, reach: Reach) => void) {
    this.#clock = clock;
    this.#issue = issue;
  }

  /** This client holds others' messages up to `w`. */
  holds(session: string, w: number): void {
    const entry = this.#entry(session);
    entry.wanted = { ...entry.wanted, delivered: Math.max(entry.wanted.delivered, w) };
    if (entry.wanted.delivered <= entry.issued.delivered || entry.cancel !== undefined) return;
    entry.cancel = this.#clock.after(DELIVERED_WAITS_MS, () => this.#flush(session));
  }

  /** The person has seen others' messages up to `w`. */
  seen(session: string, w: number): void {
    const entry = this.#entry(session);
    const read = Math.max(entry.wanted.read, w);
    entry.wanted = { read, delivered: Math.max(entry.wanted.delivered, read) };
    if (read > entry.issued.read) this.#flush(session);
  }

  /** The log has this much already, from whichever of the person's devices. */
  known(session: string, reach: Reach): void {
    const entry = this.#entry(session);
    entry.issued = furthest(entry.issued, reach);
    entry.wanted = furthest(entry.wanted, reach);
  }

  forget(session: string): void {
    this.#sessions.get(session)?.cancel?.();
    this.#sessions.delete(session);
  }

  stop(): void {
    for (const session of [...this.#sessions.keys()]) this.forget(session);
  }

  #flush(session: string): void {
    const entry = this.#entry(session);
    entry.cancel?.();
    entry.cancel = undefined;
    const { wanted, issued } = entry;
    if (wanted.delivered <= issued.delivered && wanted.read <= issued.read) return;
    entry.issued = wanted;
    this.#issue(session, wanted);
  }

  #entry(session: string) {
    let entry = this.#sessions.get(session);
    if (entry === undefined) {
      entry = { wanted: nowhere, issued: nowhere, cancel: undefined };
      this.#sessions.set(session, entry);
    }
    return entry;
  }
}

const furthest = (a: Reach, b: Reach): Reach => ({
  delivered: Math.max(a.delivered, b.delivered),
  read: Math.max(a.read, b.read),
});
