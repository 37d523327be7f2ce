import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Clock } from './clock.ts';

/** A claim to lead: at most one of a name is held at a time, but for a moment while it is being stolen. */
export interface LeaderLock {
  /**
   * Waits for the lock (with `steal`, takes it at once). Calls `held` when this tab has it, and `lost` if it is taken away.
   * The returned function gives it back, or stops waiting.
   */
  claim(how: { readonly steal: boolean; readonly held: () => void; readonly lost: () => void }): () => void;
}

type Locks = Pick<LockManager, 'request'>;

/** Typed as always there; it is not in an insecure context. */
const platformLocks = (): Locks | undefined => (typeof navigator === 'undefined' ? undefined : navigator.locks);

/** By Web Locks: the browser gives the lock on when a tab is gone. Null where the page is no secure context. */
export function webLock(name: string, locks: Locks | undefined = platformLocks()): LeaderLock | null {
  if (locks === undefined) return null;
  return {
    claim({ steal, held, lost }) {
      const waiting = new AbortController();
      let giveBack: (() => void) | undefined;
      let given = false;
      // `steal` and `signal` exclude each other.
      const options: LockOptions = steal ? { steal } : { signal: waiting.signal };
      const hold = (): Promise<void> =>
        new Promise((resolve) => {
          giveBack = resolve;
          if (given) resolve();
          else held();
        });
      locks.request(name, options, hold).catch(() => {
        // AbortError: stolen while held; while waiting it was our own doing.
        if (giveBack !== undefined && !given) lost();
      });
      return () => {
        given = true;
        giveBack?.();
        waiting.abort();
      };
    },
  };
}

/** What tells one tab that another has ended, also without a word. */
export interface Presence {
  /** This tab is there from when `held` is called until the returned function is; `lost` where the browser takes that back, as it may from a suspended page. */
  hold(tab: string, held: () => void, lost: () => void): () => void;
  /** Calls `ended` once that tab is not there. Returns how to stop waiting. */
  untilEnd(tab: string, ended: () => void): () => void;
}

/** By a lock that each tab holds as long as it is there. Null where the page is no secure context. */
export function webPresence(name: string, locks: Locks | undefined = platformLocks()): Presence | null {
  if (locks === undefined) return null;
  const lockOf = (tab: string): string => `${name}:tab:${tab}`;
  return {
    hold: (tab, held, lost) => webLock(lockOf(tab), locks)?.claim({ steal: false, held, lost }) ?? (() => undefined),
    untilEnd(tab, ended) {
      const waiting = new AbortController();
      // Shared: another leader that waits and stands still is not in the way.
      locks.request(lockOf(tab), { mode: 'shared', signal: waiting.signal }, ended).catch(() => undefined);
      return () => waiting.abort();
    },
  };
}

interface LeaseSchema extends DBSchema {
  lease: { key: string; value: { holder: string; until: number } };
}

const LEASE_MS = 1_500;
const LEASE_CHECK_MS = 500;

/** By a lease in IndexedDB, for pages that are no secure context: the holder renews it, others take it when it has run out. */
export function leaseLock(name: string, holder: string, clock: Clock): LeaderLock {
  let database: Promise<IDBPDatabase<LeaseSchema>> | undefined;
  const open = () =>
    (database ??= openDB<LeaseSchema>(`holdfast:lease:${name}`, 1, {
      upgrade: (db) => void db.createObjectStore('lease'),
    }));

  /** One transaction, so that of two tabs one wins. */
  async function take(steal: boolean): Promise<boolean> {
    const transaction = (await open()).transaction('lease', 'readwrite', { durability: 'relaxed' });
    const lease = await transaction.store.get('leader');
    const mine = steal || lease === undefined || lease.holder === holder || lease.until <= clock.now();
    if (mine) await transaction.store.put({ holder, until: clock.now() + LEASE_MS }, 'leader');
    await transaction.done;
    return mine;
  }

  async function release(): Promise<void> {
    const transaction = (await open()).transaction('lease', 'readwrite');
    if ((await transaction.store.get('leader'))?.holder === holder) await transaction.store.delete('leader');
    await transaction.done;
  }

  return {
    claim({ steal, held, lost }) {
      let leading = false;
      let over = false;
      let cancel = (): void => undefined;
      const check = async (stealing: boolean): Promise<void> => {
        const mine = await take(stealing).catch(() => false);
        if (over) return;
        if (mine && !leading) {
          leading = true;
          held();
        } else if (!mine && leading) {
          over = true;
          lost();
          return;
        }
        cancel = clock.after(LEASE_CHECK_MS, () => void check(false));
      };
      void check(steal);
      return () => {
        over = true;
        cancel();
        if (leading) release().catch(() => undefined);
      };
    },
  };
}
