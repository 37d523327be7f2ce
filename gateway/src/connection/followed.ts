import { type Follower, type Following, type SessionFeed } from '../outbound/session-feed.ts';

/** Sessions one connection may follow. */
const LIMIT = 256;

export interface FollowedParts {
  readonly feed: SessionFeed;
  /** Sends a sync, and resolves when the client has read most of it. */
  readonly send: (frame: string) => Promise<void>;
  readonly isOpen: () => boolean;
  /** The client has been sent a sync of this session. */
  readonly synced: (session: string) => void;
}

/** The sessions one connection follows. They are synced one at a time, so that coming back to many of them overruns nobody. */
export class Followed {
  readonly #follower: Follower;
  readonly #parts: FollowedParts;
  readonly #bySession = new Map<string, Following>();
  #toSync: Following[] = [];
  #isSyncing = false;
  #whenAllSynced: (() => void) | undefined;

  constructor(follower: Follower, parts: FollowedParts) {
    this.#follower = follower;
    this.#parts = parts;
  }

  isLive(session: string): boolean {
    return this.#bySession.get(session)?.state === 'live';
  }

  /** What is shown of a session: it as it is, that there is nothing to see, or (not yet) anything. */
  stateOf(session: string): 'live' | 'absent' | 'other' {
    const state = this.#bySession.get(session)?.state;
    return state === 'live' || state === 'absent' ? state : 'other';
  }

  /** @returns false when there are too many */
  attach(session: string, n: number): boolean {
    this.detach(session);
    if (this.#bySession.size >= LIMIT) return false;
    const following = this.#parts.feed.follow(this.#follower, session, n);
    this.#bySession.set(session, following);
    this.again(following);
    return true;
  }

  detach(session: string): void {
    const following = this.#bySession.get(session);
    if (following === undefined) return;
    this.#bySession.delete(session);
    this.#parts.feed.unfollow(following);
  }

  again(following: Following): void {
    this.#toSync.push(following);
    void this.#syncAll();
  }

  /** Calls back once, when everything attached so far has been answered. */
  whenSynced(call: () => void): void {
    this.#whenAllSynced = call;
    void this.#syncAll();
  }

  clear(): void {
    for (const following of this.#bySession.values()) this.#parts.feed.unfollow(following);
    this.#bySession.clear();
    this.#toSync = [];
  }

  async #syncAll(): Promise<void> {
    if (this.#isSyncing) return;
    this.#isSyncing = true;
    for (let next = this.#toSync.shift(); next !== undefined && this.#parts.isOpen(); next = this.#toSync.shift()) {
      let read = Promise.resolve();
      const { session } = next;
      await this.#parts.feed.sync(next, (frame) => {
        read = this.#parts.send(frame);
        this.#parts.synced(session);
      });
      await read;
    }
    this.#isSyncing = false;
    const call = this.#whenAllSynced;
    this.#whenAllSynced = undefined;
    call?.();
  }
}
