import { LiveAnnouncer } from '@angular/cdk/a11y';
import { DestroyRef, inject, Injectable } from '@angular/core';

/** What is said within this time is said in one go, in ms: a second sentence would cut off the first. */
const TOGETHER_MS = 150;
/** So long it can be read once more; later it would be taken for news, in ms. */
const KEPT_MS = 10_000;

/** The one voice of the console to screen readers: whatever is not focused and must be heard is said here, politely, and nowhere else. */
@Injectable({ providedIn: 'root' })
export class Announcer {
  readonly #live = inject(LiveAnnouncer);
  #waiting: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  say(text: string): void {
    this.#waiting.push(text);
    if (this.#waiting.length > 1) return;
    this.#timer = setTimeout(() => {
      void this.#live.announce(this.#waiting.join('\n'), 'polite', KEPT_MS);
      this.#waiting = [];
    }, TOGETHER_MS);
  }
}
