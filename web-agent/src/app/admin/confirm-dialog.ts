import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';
import { words } from '../../words/words.ts';

export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button that does it says. */
  readonly act: string;
}

/** Asks before something that others will notice. Closes with true, or without. */
@Component({
  selector: 'hf-confirm-dialog',
  imports: [MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <h2 mat-dialog-title>{{ question.title }}</h2>
    <mat-dialog-content>
      <p>{{ question.text }}</p>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton type="button" mat-dialog-close>{{ words().admin.cancel }}</button>
      <button matButton="filled" type="button" [mat-dialog-close]="true">{{ question.act }}</button>
    </mat-dialog-actions>
  `,
  styles: `
    p {
      margin: 0;
      max-inline-size: 26rem;
    }
  `,
})
export class ConfirmDialog {
  protected readonly question = inject<Question>(MAT_DIALOG_DATA);
  protected readonly words = words;
}
