import { DOCUMENT, inject, Injectable, signal } from '@angular/core';

/** What sends: Enter alone, or with the key that commands are given with (Ctrl, or ⌘ on a Mac). */
export type Sends = 'enter' | 'mod-enter';

const KEY = 'holdfast.sends';

/** How the person at this browser likes to send. */
@Injectable({ providedIn: 'root' })
export class SendKey {
  readonly #window = inject(DOCUMENT).defaultView;
  readonly #sends = signal<Sends>(this.#kept());
  readonly sends = this.#sends.asReadonly();
  readonly modKey = /mac|iphone|ipad/i.test(this.#window?.navigator.platform ?? '') ? '⌘' : 'Ctrl';

  choose(sends: Sends): void {
    this.#sends.set(sends);
    try {
      this.#window?.localStorage.setItem(KEY, sends);
    } catch {
      // It holds for this page then.
    }
  }

  /** Whether this press of Enter sends; Shift-Enter never does, and one within a composition belongs to the input method. */
  isSend({ key, shiftKey, altKey, ctrlKey, metaKey, isComposing }: KeyboardEvent): boolean {
    if (key !== 'Enter' || shiftKey || altKey || isComposing) return false;
    return this.#sends() === 'enter' || ctrlKey || metaKey;
  }

  #kept(): Sends {
    try {
      return this.#window?.localStorage.getItem(KEY) === 'mod-enter' ? 'mod-enter' : 'enter';
    } catch {
      return 'enter';
    }
  }
}
