import { Component, computed, inject, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { Icon } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import { Tell } from '../../look/tell.ts';
import { words } from '../../words/words.ts';
import { Dialogs } from './dialogs.ts';
import { ReplyEditor } from './reply-editor.ts';
import { repliesFor } from './reply-text.ts';
import { WorkspaceChanges } from './workspace-changes.ts';

type Reply = ReturnType<Directory['cannedReplies']>[number];

/** What agents insert by `/` and a shortcut. */
@Component({
  selector: 'hf-replies-page',
  imports: [Icon, MatButton, MatIconButton],
  templateUrl: './replies-page.html',
  styleUrls: ['./list-page.css', './replies-page.css'],
})
export class RepliesPage {
  readonly #directory = inject(Directory);
  readonly #changes = inject(WorkspaceChanges);
  readonly #dialogs = inject(Dialogs);
  readonly #tell = inject(Tell);
  protected readonly words = words;
  protected readonly looked = signal('');
  protected readonly all = this.#directory.cannedReplies;
  protected readonly shown = computed(() => repliesFor(this.all(), this.looked()));

  protected edit(reply?: Reply): void {
    void this.#dialogs.open(ReplyEditor, reply);
  }

  protected async remove(reply: Reply): Promise<void> {
    const isRemoved = this.#changes.giveAtOnce({ type: 'RemoveCannedReply', data: { replyId: reply.replyId } });
    this.#tell.offer(words().admin.removed(reply.shortcut), words().admin.undo, () => {
      void isRemoved.then((done) => {
        if (done) void this.#changes.giveAtOnce({ type: 'SaveCannedReply', data: reply });
      });
    });
    await isRemoved;
  }
}
