import { DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';

/** Whether the person can be taken to have this page before their eyes. */
@Injectable({ providedIn: 'root' })
export class PageAttention {
  readonly #document = inject(DOCUMENT);
  readonly #visible = signal(this.#document.visibilityState === 'visible');
  readonly #focused = signal(this.#document.hasFocus());

  readonly visible = this.#visible.asReadonly();
  readonly focused = this.#focused.asReadonly();

  constructor() {
    const leaving = new AbortController();
    const look = (): void => {
      this.#visible.set(this.#document.visibilityState === 'visible');
      this.#focused.set(this.#document.hasFocus());
    };
    const options = { signal: leaving.signal };
    this.#document.addEventListener('visibilitychange', look, options);
    this.#document.defaultView?.addEventListener('focus', look, options);
    this.#document.defaultView?.addEventListener('blur', look, options);
    inject(DestroyRef).onDestroy(() => leaving.abort());
  }
}
