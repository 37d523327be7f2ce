import { computed, DOCUMENT, inject, Injectable } from '@angular/core';
import { isComposing } from '@holdfast/look';
import { Preferences } from '../../look/preferences.ts';
import type { Sends } from '../../look/preferences-data.ts';

/** How the person at this browser likes to send. */
@Injectable({ providedIn: 'root' })
export class SendKey {
  readonly #window = inject(DOCUMENT).defaultView;
  readonly #preferences = inject(Preferences);
  readonly sends = computed(() => this.#preferences.now().sends);
  readonly modKey = /mac|iphone|ipad/i.test(this.#window?.navigator.platform ?? '') ? '⌘' : 'Ctrl';

  choose(sends: Sends): void {
    this.#preferences.change({ sends });
  }

  /** Whether this press of Enter sends; Shift-Enter never does, and one within a composition belongs to the input method. */
  isSend(event: KeyboardEvent): boolean {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    if (key !== 'Enter' || shiftKey || altKey || isComposing(event)) return false;
    return this.sends() === 'enter' || ctrlKey || metaKey;
  }
}
