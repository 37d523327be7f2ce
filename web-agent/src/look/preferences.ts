import { DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { type PreferencesData, readPreferences } from './preferences-data.ts';

const KEY = 'holdfast:preferences';

/** What a person chose for the console in this browser: the same in all of its tabs at once, and still there tomorrow. */
@Injectable({ providedIn: 'root' })
export class Preferences {
  readonly #window = inject(DOCUMENT).defaultView;
  readonly #held = signal(this.#read());
  readonly now = this.#held.asReadonly();

  constructor() {
    const leaving = new AbortController();
    this.#window?.addEventListener(
      'storage',
      // Without a key: everything was cleared.
      ({ key }) => {
        if (key === KEY || key === null) this.#held.set(this.#read());
      },
      { signal: leaving.signal },
    );
    inject(DestroyRef).onDestroy(() => leaving.abort());
  }

  /** Changes what is named; another tab may have changed the rest meanwhile. */
  change(changed: Partial<PreferencesData>): void {
    const next = { ...this.#held(), ...this.#stored(), ...changed };
    this.#held.set(next);
    try {
      this.#window?.localStorage.setItem(KEY, JSON.stringify(next));
    } catch {
      // A browser that keeps nothing: it holds for this page load.
    }
  }

  #stored(): PreferencesData | undefined {
    try {
      const text = this.#window?.localStorage.getItem(KEY);
      return typeof text === 'string' ? readPreferences(text) : undefined;
    } catch {
      return undefined;
    }
  }

  #read(): PreferencesData {
    return this.#stored() ?? readPreferences(null);
  }
}
