import { InjectionToken } from '@angular/core';

/** Runs one job at a time over all tabs of this origin. */
export type Lock = <T>(job: () => Promise<T>) => Promise<T>;

/** A page that is no secure context has no Web Locks: there every tab is on its own. */
export const REFRESH_LOCK = new InjectionToken<Lock>('refresh lock', {
  providedIn: 'root',
  factory:
    (): Lock =>
    async <T>(job: () => Promise<T>): Promise<T> => {
      const locks = (navigator as Partial<Navigator>).locks;
      return locks === undefined ? job() : locks.request('holdfast:refresh', job);
    },
});
