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
import { Directory } from '../../api/directory.ts';
import { words } from '../../words/words.ts';
import { type AgentFacts, agentOf, isTrouble, ROLES, USUAL_CAPACITY } from './agent-form.ts';
import { Control, Field } from './field.ts';
import { freshId } from './fresh-id.ts';
import type { Trouble } from './refusal.ts';
import { WorkspaceChanges } from './workspace-changes.ts';

/** Adds an agent, or changes the one it is opened with. Closes with who was saved. */
@Component({
  selector: 'hf-agent-editor',
  imports: [Control, Field, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  templateUrl: './agent-editor.html',
  styleUrl: './editor.css',
})
export class AgentEditor {
  readonly #ref = inject(MatDialogRef);
  readonly #changes = inject(WorkspaceChanges);
  protected readonly allTeams = inject(Directory).teams;
  protected readonly agent = inject<AgentFacts | undefined>(MAT_DIALOG_DATA, { optional: true }) ?? undefined;
  readonly #agentId = this.agent?.agentId ?? freshId();
  protected readonly words = words;
  protected readonly roles = ROLES;
  protected readonly capacity = this.agent?.capacity ?? USUAL_CAPACITY;
  // A workspace with one team has nothing to choose.
  protected readonly teams = signal<readonly string[]>(
    this.agent?.teams ?? (this.allTeams().length === 1 ? this.allTeams().map(({ teamId }) => teamId) : []),
  );
  protected readonly role = signal<string>(this.agent?.role ?? 'agent');
  protected readonly trouble = signal<Trouble | null>(null);
  protected readonly isSaving = signal(false);

  protected turnTeam(teamId: string, isIn: boolean): void {
    this.teams.update((teams) => [...teams.filter((team) => team !== teamId), ...(isIn ? [teamId] : [])]);
  }

  protected async save(event: Event, name: string, email: string, capacity: string): Promise<void> {
    event.preventDefault();
    if (this.isSaving()) return;
    const form = { name, email, capacity, role: this.role(), teams: this.teams() };
    const made = agentOf(form, { agentId: this.#agentId, active: this.agent?.active ?? true });
    if (isTrouble(made)) {
      this.trouble.set(made);
      return;
    }
    this.isSaving.set(true);
    const trouble = await this.#changes.give({ type: 'SaveAgent', data: made });
    this.isSaving.set(false);
    this.trouble.set(trouble);
    if (trouble === null) this.#ref.close({ agentId: made.agentId, name: made.name });
  }

  protected at(field: Trouble['field']): string | null {
    const trouble = this.trouble();
    return trouble !== null && trouble.field === field ? trouble.text : null;
  }
}
