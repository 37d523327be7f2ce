import { inject, Injectable } from '@angular/core';
import { MatSnackBar, MatSnackBarConfig } from '@angular/material/snack-bar';

/** Says something to the person in passing, read out by screen readers. */
@Injectable({ providedIn: 'root' })
export class Tell {
  readonly #snackBar = inject(MatSnackBar);

  say(text: string): void {
    this.#snackBar.open(text, 'OK', lasting(10_000));
  }

  /** Offers to do something about it for a while. */
  offer(text: string, action: string, act: () => void): void {
    this.#snackBar.open(text, action, lasting(6_000)).onAction().subscribe(act);
  }
}

function lasting(ms: number): MatSnackBarConfig {
  const config = new MatSnackBarConfig();
  config.duration = ms;
  // Not where people write: beside it, on a phone above it.
  config.horizontalPosition = 'start';
  config.verticalPosition = matchMedia('(width < 45rem)').matches ? 'top' : 'bottom';
  return config;
}
