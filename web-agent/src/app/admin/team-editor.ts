import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import type { Directory } from '../../api/directory.ts';
import { words } from '../../words/words.ts';
import { Control, Field } from './field.ts';
import { freshId } from './fresh-id.ts';
import { WorkspaceChanges } from './workspace-changes.ts';

type Team = ReturnType<Directory['teams']>[number];

/** Adds a team, or renames the one it is opened with. */
@Component({
  selector: 'hf-team-editor',
  imports: [Control, Field, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <h2 mat-dialog-title>{{ team === undefined ? words().admin.addTeam : words().admin.editTeam }}</h2>
    <form (submit)="save($event, name.value.trim())" novalidate>
      <mat-dialog-content class="fields">
        <hf-field [label]="words().admin.name" [problem]="problem()">
          <input #name hfControl type="text" maxlength="120" autocomplete="off" [value]="team?.name ?? ''" />
        </hf-field>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton type="button" mat-dialog-close>{{ words().admin.cancel }}</button>
        <button matButton="filled" type="submit" [disabled]="isSaving()">
          {{ isSaving() ? words().admin.saving : words().admin.save }}
        </button>
      </mat-dialog-actions>
    </form>
  `,
  styleUrl: './editor.css',
})
export class TeamEditor {
  readonly #ref = inject(MatDialogRef);
  readonly #changes = inject(WorkspaceChanges);
  protected readonly team = inject<Team | undefined>(MAT_DIALOG_DATA, { optional: true }) ?? undefined;
  protected readonly words = words;
  protected readonly problem = signal<string | null>(null);
  protected readonly isSaving = signal(false);

  protected async save(event: Event, name: string): Promise<void> {
    event.preventDefault();
    if (this.isSaving()) return;
    if (name === '') {
      this.problem.set(words().admin.needed);
      return;
    }
    this.isSaving.set(true);
    const teamId = this.team?.teamId ?? freshId();
    const trouble = await this.#changes.give({ type: 'SaveTeam', data: { teamId, name } });
    this.isSaving.set(false);
    this.problem.set(trouble?.text ?? null);
    if (trouble === null) this.#ref.close();
  }
}
