import { inject, Injectable, signal } from '@angular/core';
import { MatSnackBar, MatSnackBarConfig } from '@angular/material/snack-bar';
import { words } from '../words/words.ts';
import { Announcer } from './announcer.ts';

/** What can be done about the last thing that was said. */
export interface Offer {
  readonly action: string;
  act(): void;
}

/** Says something to the person in passing, read out by screen readers. */
@Injectable({ providedIn: 'root' })
export class Tell {
  readonly #snackBar = inject(MatSnackBar);
  readonly #announcer = inject(Announcer);

  readonly #offered = signal<Offer | null>(null);
  /** As long as it is on the screen: for those who have no pointer, and no time to walk there. */
  readonly offered = this.#offered.asReadonly();

  say(text: string): void {
    this.#announcer.say(text);
    this.#snackBar.open(text, words().page.ok, lasting(10_000));
  }

  /** Offers to do something about it for a while. */
  offer(text: string, action: string, act: () => void): void {
    this.#announcer.say(`${text} ${action}`);
    const shown = this.#snackBar.open(text, action, lasting(8_000));
    const offer: Offer = { action, act: () => shown.dismissWithAction() };
    this.#offered.set(offer);
    shown.onAction().subscribe(act);
    shown.afterDismissed().subscribe(() => this.#offered.update((last) => (last === offer ? null : last)));
  }
}

function lasting(ms: number): MatSnackBarConfig {
  const config = new MatSnackBarConfig();
  config.duration = ms;
  // One voice speaks: the announcer.
  config.politeness = 'off';
  // Not where people write: beside it, on a phone above it.
  config.horizontalPosition = 'start';
  config.panelClass = 'hf-told';
  config.verticalPosition = matchMedia('(width < 45rem)').matches ? 'top' : 'bottom';
  return config;
}
