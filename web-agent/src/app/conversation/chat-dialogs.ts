import { inject, Injectable } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { dialogConfig } from '../../look/dialog-config.ts';
import { ChatActions } from '../live/chat-actions.ts';
import { Commands } from '../live/commands.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import type { SnoozeDialog } from './snooze-dialog.ts';
import type { TransferDialog, TransferFrom, TransferTo } from './transfer-dialog.ts';

/** Actions that have to ask first. The dialogs are loaded when they are wanted. */
@Injectable({ providedIn: 'root' })
export class ChatDialogs {
  readonly #dialog = inject(MatDialog);
  readonly #actions = inject(ChatActions);
  readonly #commands = inject(Commands);

  async snooze(chat: FollowedChat): Promise<void> {
    const { SnoozeDialog: dialog } = await this.#commands.holdKeys(import('./snooze-dialog.ts'));
    const opened = this.#dialog.open<SnoozeDialog, unknown, string>(dialog, dialogConfig({ width: '22rem' }));
    opened.afterClosed().subscribe((until) => {
      if (until !== undefined) void this.#actions.snooze(chat, until);
    });
  }

  async transfer(chat: FollowedChat): Promise<void> {
    const { TransferDialog: dialog } = await this.#commands.holdKeys(import('./transfer-dialog.ts'));
    const config = dialogConfig<TransferFrom>({ data: { holder: chat.view().assignee?.id }, width: '30rem' });
    const opened = this.#dialog.open<TransferDialog, TransferFrom, TransferTo>(dialog, config);
    opened.afterClosed().subscribe((chosen) => {
      if (chosen !== undefined) void this.#actions.transfer(chat, chosen.to, chosen.name);
    });
  }
}
