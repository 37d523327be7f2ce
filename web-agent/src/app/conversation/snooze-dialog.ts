import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialogActions, MatDialogContent, MatDialogRef, MatDialogTitle } from '@angular/material/dialog';
import { words } from '../../words/words.ts';
import { localInput, snoozeTimes } from './snooze-times.ts';

/** Asks for a day and a time, where the reader is. Closes with it in ISO 8601, or without. */
@Component({
  selector: 'hf-snooze-dialog',
  imports: [MatButton, MatDialogActions, MatDialogContent, MatDialogTitle],
  template: `
    @let said = words().conversation.snooze;
    <h2 mat-dialog-title>{{ said.title }}</h2>
    <form (submit)="$event.preventDefault(); submit(field.value)">
      <mat-dialog-content>
        <label>
          {{ said.when }}
          <input
            #field
            type="datetime-local"
            required
            [value]="proposed"
            [min]="soonest"
            [attr.aria-invalid]="past()"
            [attr.aria-describedby]="past() ? 'snooze-past' : null"
          />
        </label>
        @if (past()) {
          <p id="snooze-past" role="alert">{{ said.past }}</p>
        }
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton type="button" (click)="cancel()">{{ said.cancel }}</button>
        <button matButton="filled" type="submit">{{ said.submit }}</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    label {
      /* What shows the focus needs room. */
      padding-block-end: var(--hf-space-1);
      display: grid;
      gap: var(--hf-space-1);
      font-size: var(--hf-text-s);
      font-weight: 600;
      color: var(--hf-quiet);
    }
    input {
      min-block-size: 2.5rem;
      padding: 0 var(--hf-space-3);
      border: 1px solid var(--hf-edge);
      border-radius: var(--hf-corner-m);
      font: inherit;
      color: var(--hf-text);
      background: var(--hf-raised);
    }
    p {
      color: var(--hf-danger);
    }
  `,
})
export class SnoozeDialog {
  readonly #ref = inject<MatDialogRef<SnoozeDialog, string>>(MatDialogRef);
  protected readonly words = words;
  protected readonly past = signal(false);
  protected readonly soonest = localInput(Date.now());
  protected readonly proposed = localInput(
    snoozeTimes(Date.now()).find(({ name }) => name === 'tomorrow')?.at ?? Date.now(),
  );

  protected submit(value: string): void {
    const at = new Date(value).getTime();
    const isToCome = at > Date.now();
    this.past.set(!isToCome);
    if (isToCome) this.#ref.close(new Date(at).toISOString());
  }

  protected cancel(): void {
    this.#ref.close();
  }
}
