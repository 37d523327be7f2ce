import { Component, inject, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';
import { MatProgressBar } from '@angular/material/progress-bar';
import { Api } from '../../api/api.ts';
import { Failure, failureText } from '../../api/failure.ts';
import { locale, words } from '../../words/words.ts';
import type { AgentFacts } from './agent-form.ts';
import { CopyBox } from './copy-box.ts';

/** How often somebody who was just added is asked for: the account is written a moment after the log. */
const TRIES = 6;
const FIRST_WAIT_MS = 200;

/** Whom a link is for. */
export type Invited = Pick<AgentFacts, 'agentId' | 'name' | 'hasPassword'>;

/** Makes a link with which an agent chooses a password, and shows it this once. */
@Component({
  selector: 'hf-invitation-dialog',
  imports: [CopyBox, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, MatProgressBar],
  template: `
    <h2 mat-dialog-title>{{ words().admin[agent.hasPassword ? 'newPasswordTitle' : 'inviteTitle'](agent.name) }}</h2>
    <mat-dialog-content aria-live="polite">
      @if (problem(); as problem) {
        <p class="problem" role="alert">{{ problem }}</p>
        <button matButton="tonal" type="button" (click)="made.reload()">{{ words().failure.again }}</button>
      } @else if (made.hasValue()) {
        <p>{{ words().admin.inviteText }}</p>
        <hf-copy-box class="wraps" [text]="link(made.value().token)" [label]="words().admin.inviteLink" />
        <p class="quiet">{{ words().admin.inviteOnce(until(made.value().expiresAt)) }}</p>
      } @else {
        <p>{{ words().admin.inviteMaking }}</p>
        <mat-progress-bar mode="indeterminate" [attr.aria-label]="words().admin.inviteMaking" />
      }
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="filled" type="button" mat-dialog-close>{{ words().admin.done }}</button>
    </mat-dialog-actions>
  `,
  styles: `
    p {
      margin: 0 0 0.75rem;
    }
    .quiet {
      margin-block: 0.75rem 0;
      font-size: var(--hf-text-s);
      color: var(--hf-quiet);
    }
    .problem {
      color: var(--hf-danger);
    }
  `,
})
export class InvitationDialog {
  readonly #api = inject(Api);
  protected readonly agent = inject<Invited>(MAT_DIALOG_DATA);
  protected readonly words = words;
  protected readonly made = resource({ loader: () => this.#make() });

  protected problem(): string | null {
    const error = this.made.error();
    return error === undefined ? null : failureText(error);
  }

  /** Behind the `#`: what stands there is sent to no server and stands in no log. */
  protected link = (token: string): string => `${location.origin}/invitation#${token}`;

  protected until = (at: string): string =>
    new Date(at).toLocaleString(locale(), { dateStyle: 'long', timeStyle: 'short' });

  async #make() {
    for (let tried = 1; ; tried++) {
      try {
        return await this.#api.invite(this.agent.agentId);
      } catch (error) {
        if (!(error instanceof Failure) || error.kind !== 'not-found' || tried >= TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** tried));
      }
    }
  }
}
