import { DestroyRef, DOCUMENT, inject, Injectable } from '@angular/core';
import { Preferences } from '../../look/preferences.ts';
import { Commands } from '../live/commands.ts';
import { isField, mayAct, Presses } from './presses.ts';

/** What lies over the page and has keys of its own. */
const OVER = 'dialog[open], .mat-mdc-menu-panel, mat-dialog-container, [role=dialog][aria-modal=true]';

/** Listens for the keys of what can be done. */
@Injectable()
export class Shortcuts {
  readonly #document = inject(DOCUMENT);
  readonly #commands = inject(Commands);
  readonly #preferences = inject(Preferences);
  readonly #presses = new Presses();

  constructor() {
    const leaving = new AbortController();
    this.#document.addEventListener('keydown', (event) => this.#hear(event), { signal: leaving.signal });
    inject(DestroyRef).onDestroy(() => leaving.abort());
  }

  #hear(event: KeyboardEvent): void {
    if (this.#document.querySelector(OVER) !== null) return;
    // Escape leaves what is written in; the next one acts.
    if (
      event.key === 'Escape' &&
      !event.defaultPrevented &&
      event.target instanceof HTMLElement &&
      isField(event.target)
    ) {
      event.target.blur();
      return;
    }
    if (!mayAct(event, this.#preferences.now().shortcuts)) return;
    if (this.#commands.isHeld()) {
      event.preventDefault();
      return;
    }
    if (['Shift', 'Control', 'Meta', 'CapsLock'].includes(event.key)) return;
    const found = this.#presses.next(event, this.#commands.all(), performance.now());
    if (found === null) return;
    event.preventDefault();
    if (found !== 'waiting' && (!event.repeat || found.repeats === true)) found.run();
  }
}
