import { DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';

const LOCK = 'holdfast:sounds';

/**
 * Which of the tabs makes the sounds. Browsers let a page sound after the first click or key in it: of the tabs in which there was
 * one, the first does, and when it goes, the next.
 */
@Injectable({ providedIn: 'root' })
export class SoundingTab {
  readonly #isThis = signal(false);
  /** Null where the browser knows no locks: tabs cannot agree on it by themselves. */
  readonly isThis: () => boolean | null;

  constructor() {
    const page = inject(DOCUMENT).defaultView;
    const navigator = page?.navigator as Partial<Navigator> | undefined;
    const locks = navigator?.locks;
    this.isThis = locks === undefined ? () => null : this.#isThis.asReadonly();
    if (page === null || locks === undefined) return;
    const leaving = new AbortController();
    const { signal: ended } = leaving;
    inject(DestroyRef).onDestroy(() => leaving.abort());
    const queue = (): void => {
      for (const kind of ['pointerdown', 'keydown']) page.removeEventListener(kind, queue, true);
      const hold = (): Promise<void> => {
        this.#isThis.set(true);
        return new Promise((end) => ended.addEventListener('abort', () => end()));
      };
      // Given up where the page ends before its turn.
      locks.request(LOCK, { signal: ended }, hold).catch(() => undefined);
    };
    for (const kind of ['pointerdown', 'keydown']) page.addEventListener(kind, queue, { capture: true, signal: ended });
    if (navigator?.userActivation?.hasBeenActive === true) queue();
  }
}
