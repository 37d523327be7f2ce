import { inject, Injectable } from '@angular/core';
import { MatSnackBar, MatSnackBarConfig } from '@angular/material/snack-bar';
import { Announcer } from './announcer.ts';

/** Says something to the person in passing, read out by screen readers. */
@Injectable({ providedIn: 'root' })
export class Tell {
  readonly #snackBar = inject(MatSnackBar);
  readonly #announcer = inject(Announcer);

  say(text: string): void {
    this.#announcer.say(text);
    this.#snackBar.open(text, 'OK', lasting(10_000));
  }

  /** Offers to do something about it for a while. */
  offer(text: string, action: string, act: () => void): void {
    this.#announcer.say(`${text} ${action}`);
    this.#snackBar.open(text, action, lasting(8_000)).onAction().subscribe(act);
  }
}

function lasting(ms: number): MatSnackBarConfig {
  const config = new MatSnackBarConfig();
  config.duration = ms;
  // One voice speaks: the announcer.
  config.politeness = 'off';
  // Not where people write: beside it, on a phone above it.
  config.horizontalPosition = 'start';
  config.verticalPosition = matchMedia('(width < 45rem)').matches ? 'top' : 'bottom';
  return config;
}
