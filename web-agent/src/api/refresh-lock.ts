import { InjectionToken } from '@angular/core';

/** Runs one job at a time over all tabs of this origin. */
export type Lock = <T>(job: () => Promise<T>) => Promise<T>;

/** A page that is no secure context has no Web Locks: there jobs take turns in every tab by itself. */
export const REFRESH_LOCK = new InjectionToken<Lock>('refresh lock', {
  providedIn: 'root',
  factory: (): Lock => {
    const { locks } = navigator as Partial<Navigator>;
    if (locks !== undefined) return (job) => locks.request('holdfast:refresh', job);
    let before: Promise<unknown> = Promise.resolve();
    return <T>(job: () => Promise<T>): Promise<T> => {
      const turn = before.then(job, job);
      before = turn.catch(() => undefined);
      return turn;
    };
  },
});
