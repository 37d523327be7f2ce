import { Component, computed, inject, signal } from '@angular/core';
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
import { SignIn } from '../../api/sign-in.ts';
import { words } from '../../words/words.ts';
import { braced, fillIn, unknownIn, VARIABLES } from '../live/variables.ts';
import { Control, Field } from './field.ts';
import { freshId } from './fresh-id.ts';
import type { Trouble } from './refusal.ts';
import { SHORTCUT, shortcutOf } from './reply-text.ts';
import { WorkspaceChanges } from './workspace-changes.ts';

type Reply = ReturnType<Directory['cannedReplies']>[number];

/** Makes a canned reply, or changes the one it is opened with. */
@Component({
  selector: 'hf-reply-editor',
  imports: [Control, Field, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  templateUrl: './reply-editor.html',
  styleUrls: ['./editor.css', './reply-editor.css'],
})
export class ReplyEditor {
  readonly #ref = inject(MatDialogRef);
  readonly #changes = inject(WorkspaceChanges);
  readonly #me = inject(SignIn).agent;
  readonly #workspace = inject(Directory).name;
  protected readonly reply = inject<Reply | undefined>(MAT_DIALOG_DATA, { optional: true }) ?? undefined;
  protected readonly words = words;
  protected readonly variables = VARIABLES;
  protected readonly braced = braced;
  protected readonly shortcutOf = shortcutOf;
  protected readonly text = signal(this.reply?.text ?? '');
  protected readonly trouble = signal<Trouble | null>(null);
  protected readonly isSaving = signal(false);
  protected readonly preview = computed(() =>
    fillIn(
      this.text(),
      {
        visitorName: words().admin.sampleVisitor,
        agentName: this.#me()?.name,
        workspaceName: this.#workspace(),
      },
      words().conversation.variable,
    ),
  );
  protected readonly unknown = computed(() => unknownIn(this.text()));

  /** Where the caret stands, or over what is selected. */
  protected insert(variable: string, field: HTMLTextAreaElement): void {
    field.setRangeText(variable, field.selectionStart, field.selectionEnd, 'end');
    this.text.set(field.value);
    field.focus();
  }

  protected async save(event: Event, shortcut: string): Promise<void> {
    event.preventDefault();
    if (this.isSaving()) return;
    const text = this.text().trim();
    const flaw = flawOf(shortcut, text);
    if (flaw !== null) {
      this.trouble.set(flaw);
      return;
    }
    this.isSaving.set(true);
    const replyId = this.reply?.replyId ?? freshId();
    const trouble = await this.#changes.give({ type: 'SaveCannedReply', data: { replyId, shortcut, text } });
    this.isSaving.set(false);
    this.trouble.set(trouble);
    if (trouble === null) this.#ref.close();
  }

  protected at(field: Trouble['field']): string | null {
    const trouble = this.trouble();
    return trouble !== null && trouble.field === field ? trouble.text : null;
  }
}

function flawOf(shortcut: string, text: string): Trouble | null {
  if (!SHORTCUT.test(shortcut)) return { field: 'shortcut', text: words().admin.badShortcut };
  return text === '' ? { field: 'text', text: words().admin.needed } : null;
}
