import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import type { SessionCommandData } from '@holdfast/chat-client';
import { Directory } from '../../api/directory.ts';
import { byAvailability, standingOf } from '../live/colleague-text.ts';
import { Live } from '../live/live.ts';

/** Who has the chat: it cannot go to them. */
export interface TransferFrom {
  readonly holder: string | undefined;
}
export type TransferTo = SessionCommandData<'RequestTransfer'>;

/** Asks to whom a chat is to go. Closes with the answer, or without. */
@Component({
  selector: 'hf-transfer-dialog',
  imports: [MatButton, MatDialogActions, MatDialogContent, MatDialogTitle],
  templateUrl: './transfer-dialog.html',
  styleUrl: './transfer-dialog.css',
})
export class TransferDialog {
  readonly #from = inject<TransferFrom>(MAT_DIALOG_DATA);
  readonly #ref = inject<MatDialogRef<TransferDialog, TransferTo>>(MatDialogRef);
  readonly #live = inject(Live);
  protected readonly teams = inject(Directory).teams;
  protected readonly agents = computed(() =>
    this.#live
      .roster()
      .filter(({ id, active }) => active && id !== this.#from.holder)
      .sort(byAvailability)
      .map((agent) => ({
        id: agent.id,
        name: agent.id === this.#live.me() ? `${agent.name} (you)` : agent.name,
        ...standingOf(agent),
      })),
  );
  protected readonly chosen = signal<TransferTo | null>(null);

  protected choose(to: TransferTo): void {
    this.chosen.set(to);
  }

  protected transfer(event: Event, note: string): void {
    event.preventDefault();
    const to = this.chosen();
    if (to === null) return;
    this.#ref.close(note.trim() === '' ? to : { ...to, note: note.trim() });
  }

  protected cancel(): void {
    this.#ref.close();
  }
}
