import { Component, computed, effect, inject, input, output, viewChild } from '@angular/core';
import { MatDialog, MatDialogConfig } from '@angular/material/dialog';
import { PageAttention } from '../../look/page-attention.ts';
import { ChatActions } from '../live/chat-actions.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { ChatHeader } from './chat-header.ts';
import { ChatLog } from './chat-log.ts';
import { Composer } from './composer.ts';
import type { TransferDialog, TransferFrom, TransferTo } from './transfer-dialog.ts';

/** One chat: made anew for each, so that nothing of one is left in another. */
@Component({
  selector: 'hf-conversation',
  imports: [ChatHeader, ChatLog, Composer],
  providers: [ChatActions],
  template: `
    @switch (state()) {
      @case ('loading') {
        <p class="say" role="status">Loading the chat…</p>
      }
      @case ('absent') {
        <p class="say">There is no such chat, or it is not yours to see.</p>
      }
      @case ('erased') {
        <p class="say">This chat was erased.</p>
      }
      @default {
        <hf-chat-header [chat]="chat()" (back)="back.emit()" (details)="details.emit()" (transfer)="transfer()" />
        @if (chat().view().freshness === 'frozen') {
          <p class="frozen" role="alert">
            The server’s record of this chat is behind what was shown here. Nothing is shown as current until an
            operator has looked.
          </p>
        }
        <hf-chat-log [chat]="chat()" />
        <hf-composer [chat]="chat()" />
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-block-size: 0;
    }
    hf-chat-log {
      flex: 1;
    }
    .say {
      margin: auto;
      padding: 2rem;
      text-align: center;
      color: var(--hf-quiet);
    }
    .frozen {
      margin: 0;
      padding: 0.6rem 1.25rem;
      color: var(--hf-danger);
      background: var(--hf-danger-soft);
    }
  `,
})
export class Conversation {
  readonly chat = input.required<FollowedChat>();
  readonly back = output();
  readonly details = output();
  readonly #actions = inject(ChatActions);
  readonly #dialog = inject(MatDialog);
  readonly #attention = inject(PageAttention);
  private readonly composer = viewChild(Composer);

  protected readonly state = computed(() => {
    const { status, freshness } = this.chat().view();
    if (status === 'absent') return freshness === 'syncing' ? 'loading' : 'absent';
    return status === 'erased' ? 'erased' : 'open';
  });

  constructor() {
    effect((onCleanup) => {
      const { handle } = this.chat();
      if (!this.#attention.visible()) return;
      handle.viewing(true);
      onCleanup(() => handle.viewing(false));
    });
    // On a phone the keyboard would cover what one came to read.
    effect(() => {
      const composer = this.composer();
      if (composer !== undefined && matchMedia('(pointer: fine)').matches) composer.focus();
    });
  }

  protected async transfer(): Promise<void> {
    const chat = this.chat();
    const { TransferDialog: dialog } = await import('./transfer-dialog.ts');
    const config = new MatDialogConfig<TransferFrom>();
    config.data = { holder: chat.view().assignee?.id };
    config.width = '28rem';
    const opened = this.#dialog.open<TransferDialog, TransferFrom, TransferTo>(dialog, config);
    opened.afterClosed().subscribe((to) => {
      if (to !== undefined) void this.#actions.transfer(chat, to);
    });
  }
}
