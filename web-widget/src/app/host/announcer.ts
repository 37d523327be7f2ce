import { Injectable, signal, type Signal } from '@angular/core';

/** So long it can be read once more; later it would be taken for news, in ms. */
const KEPT_MS = 10_000;

/** What screen readers are told. There is one live region in the widget, and this is what it says. */
@Injectable({ providedIn: 'root' })
export class Announcer {
  readonly #text = signal('');
  #turn = false;
  readonly text: Signal<string> = this.#text.asReadonly();

  say(text: string): void {
    // The same words twice are two announcements: a space that is not heard tells them apart.
    this.#turn = !this.#turn;
    const said = this.#turn ? text : `${text}\u00a0`;
    this.#text.set(said);
    setTimeout(() => this.#text.update((now) => (now === said ? '' : now)), KEPT_MS);
  }
}
