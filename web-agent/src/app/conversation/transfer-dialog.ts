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
import { Avatar } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import type { Standing } from '../../look/standing-dot.ts';
import { words } from '../../words/words.ts';
import { byAvailability, standingOf } from '../live/colleague-text.ts';
import { Live } from '../live/live.ts';

/** Who has the chat: it cannot go to them. */
export interface TransferFrom {
  readonly holder: string | undefined;
}
export interface TransferTo {
  readonly to: SessionCommandData<'RequestTransfer'>;
  /** Of the team or the agent. */
  readonly name: string;
}

/** Asks to whom a chat is to go, and shows who is there. Closes with the answer, or without. */
@Component({
  selector: 'hf-transfer-dialog',
  imports: [Avatar, MatButton, MatDialogActions, MatDialogContent, MatDialogTitle],
  templateUrl: './transfer-dialog.html',
  styleUrl: './transfer-dialog.css',
})
export class TransferDialog {
  readonly #from = inject<TransferFrom>(MAT_DIALOG_DATA);
  readonly #ref = inject<MatDialogRef<TransferDialog, TransferTo>>(MatDialogRef);
  readonly #live = inject(Live);
  readonly #directory = inject(Directory);
  protected readonly words = words;
  readonly #others = computed(() => this.#live.roster().filter(({ id, active }) => active && id !== this.#from.holder));
  protected readonly teams = computed(() =>
    this.#directory.teams().map(({ teamId, name }) => ({
      teamId,
      name,
      here: this.#in(teamId, 'online'),
      full: this.#in(teamId, 'full'),
    })),
  );
  protected readonly agents = computed(() =>
    [...this.#others()].sort(byAvailability).map((agent) => ({
      id: agent.id,
      name: agent.id === this.#live.me() ? words().actions.colleague.you(agent.name) : agent.name,
      ...standingOf(agent),
    })),
  );
  protected readonly chosen = signal<TransferTo | null>(null);

  #in(teamId: string, state: Standing): number {
    return this.#others().filter((agent) => agent.teams.includes(teamId) && standingOf(agent).state === state).length;
  }

  protected choose(to: TransferTo['to'], name: string): void {
    this.chosen.set({ to, name });
  }

  protected transfer(event: Event, text: string): void {
    event.preventDefault();
    const chosen = this.chosen();
    if (chosen === null) return;
    const note = text.trim();
    this.#ref.close(note === '' ? chosen : { ...chosen, to: { ...chosen.to, note } });
  }

  protected cancel(): void {
    this.#ref.close();
  }
}
