import { inject, Injectable, type Type } from '@angular/core';
import { MatDialog, MatDialogConfig } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { ConfirmDialog, type Question } from './confirm-dialog.ts';

/** Opens the dialogs of these pages, wide enough for their forms and never wider than a phone. */
@Injectable({ providedIn: 'root' })
export class Dialogs {
  readonly #dialog = inject(MatDialog);

  /** What the dialog was closed with. */
  open<A>(component: Type<unknown>, data: unknown, width = '34rem'): Promise<A | undefined> {
    const config = new MatDialogConfig();
    config.data = data;
    config.width = `min(${width}, calc(100vw - 1.5rem))`;
    config.maxWidth = 'none';
    config.autoFocus = 'first-tabbable';
    const opened = this.#dialog.open<unknown, unknown, A>(component, config);
    return firstValueFrom(opened.afterClosed());
  }

  async confirm(question: Question): Promise<boolean> {
    return (await this.open<boolean>(ConfirmDialog, question, '30rem')) === true;
  }
}
