import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { InboxFilter, InboxRow as Row } from '@holdfast/contracts';
import { Avatar, exactTime, Icon, Now } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import { locale, words } from '../../words/words.ts';
import { ChatActions } from '../live/chat-actions.ts';
import { Drafts } from '../live/drafts.ts';
import { rowText } from './row-text.ts';

@Component({
  selector: 'hf-inbox-row',
  imports: [RouterLink, Avatar, Icon],
  templateUrl: './inbox-row.html',
  styleUrl: './inbox-row.css',
})
export class InboxRow {
  readonly row = input.required<Row>();
  readonly filter = input.required<InboxFilter>();
  readonly me = input.required<string>();
  readonly open = input(false);
  /** The mention in this chat is dealt with. */
  readonly dismiss = output();
  readonly #actions = inject(ChatActions);
  readonly #now = inject(Now);
  readonly #directory = inject(Directory);
  readonly #drafts = inject(Drafts);
  protected readonly words = words;
  protected readonly text = computed(() => rowText(this.row(), this.me(), this.#now.ms()));
  protected readonly exact = computed(() => exactTime(this.text().whenExact, locale()));
  protected readonly calls = computed(() => this.row().mentioned?.includes(this.me()) === true);
  protected readonly isDismissable = computed(() => this.calls() && this.filter() === 'mentions');
  protected readonly isDismissing = computed(() => this.#actions.isDismissing(this.row().session));
  /** Something was begun here and not sent; of the open chat it is seen anyway. */
  protected readonly isBegun = computed(() => !this.open() && this.#drafts.sessions().has(this.row().session));
  /** Where there is but one site, each row would say the same; labels say more of a chat, and there is room for one of the two. */
  protected readonly site = computed(() =>
    this.#directory.sites().length > 1 && this.row().labels.length === 0
      ? this.#directory.siteName(this.row().siteId)
      : '',
  );
}
