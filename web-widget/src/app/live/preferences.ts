import { effect, Injectable, signal, type WritableSignal } from '@angular/core';
import { openStorage } from './visitor';

/** What this visitor chose for this browser; everything is on until it is switched off. */
@Injectable({ providedIn: 'root' })
export class Preferences {
  readonly #storage = openStorage();
  readonly sound = this.#kept('sound');
  readonly badge = this.#kept('badge');

  #kept(name: string): WritableSignal<boolean> {
    const key = `holdfast:${name}`;
    const chosen = signal(this.#storage?.getItem(key) !== 'off');
    effect(() => {
      const value = chosen() ? 'on' : 'off';
      try {
        this.#storage?.setItem(key, value);
      } catch {
        // The storage is full: it holds for this page.
      }
    });
    return chosen;
  }
}
