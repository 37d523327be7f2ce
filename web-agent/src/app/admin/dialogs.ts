import { inject, Injectable, type Type } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { dialogConfig } from '../../look/dialog-config.ts';
import { ConfirmDialog, type Question } from './confirm-dialog.ts';

/** Opens the dialogs of these pages, wide enough for their forms and never wider than a phone. */
@Injectable({ providedIn: 'root' })
export class Dialogs {
  readonly #dialog = inject(MatDialog);

  /** What the dialog was closed with. */
  open<A>(component: Type<unknown>, data: unknown, width = '34rem'): Promise<A | undefined> {
    const config = dialogConfig({ data, width: `min(${width}, calc(100vw - 1.5rem))`, maxWidth: 'none' });
    const opened = this.#dialog.open<unknown, unknown, A>(component, config);
    return firstValueFrom(opened.afterClosed());
  }

  async confirm(question: Question): Promise<boolean> {
    return (await this.open<boolean>(ConfirmDialog, question, '30rem')) === true;
  }
}
