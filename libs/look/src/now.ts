import { DestroyRef, inject, Injectable, type Signal, signal } from '@angular/core';

/** The time of day in ms since 1970, moving on every second: for what is read, never for order. */
@Injectable({ providedIn: 'root' })
export class Now {
  readonly #now = signal(Date.now());
  readonly ms: Signal<number> = this.#now.asReadonly();

  constructor() {
    const timer = setInterval(() => this.#now.set(Date.now()), 1_000);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
