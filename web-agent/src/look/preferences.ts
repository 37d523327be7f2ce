import { DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { type PreferencesData, readPreferences } from './preferences-data.ts';

const KEY = 'holdfast:preferences';

/**
 * What an agent chose for the console in this browser: the same in all of its tabs at once, and still there tomorrow. Before it is known who
 * is there, and for whoever has chosen nothing yet, it is what was chosen here last.
 */
@Injectable({ providedIn: 'root' })
export class Preferences {
  readonly #window = inject(DOCUMENT).defaultView;
  #key = KEY;
  readonly #held = signal(this.#read());
  readonly now = this.#held.asReadonly();

  constructor() {
    const leaving = new AbortController();
    this.#window?.addEventListener(
      'storage',
      // Without a key: everything was cleared.
      ({ key }) => {
        if (key === this.#key || key === null) this.#held.set(this.#read());
      },
      { signal: leaving.signal },
    );
    inject(DestroyRef).onDestroy(() => leaving.abort());
  }

  /** From here on it is this agent's. */
  belongTo(agent: string): void {
    this.#key = `${KEY}:${agent}`;
    this.#held.set(this.#read());
  }

  /** Changes what is named; another tab may have changed the rest meanwhile. */
  change(changed: Partial<PreferencesData>): void {
    const next = { ...this.#held(), ...this.#stored(this.#key), ...changed };
    this.#held.set(next);
    try {
      for (const key of new Set([KEY, this.#key])) this.#window?.localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // A browser that keeps nothing: it holds for this page load.
    }
  }

  #stored(key: string): PreferencesData | undefined {
    try {
      const text = this.#window?.localStorage.getItem(key);
      return typeof text === 'string' ? readPreferences(text) : undefined;
    } catch {
      return undefined;
    }
  }

  #read(): PreferencesData {
    return this.#stored(this.#key) ?? this.#stored(KEY) ?? readPreferences(null);
  }
}
