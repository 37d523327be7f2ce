import { Component, computed, effect, inject, input, linkedSignal, signal, untracked } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { Router } from '@angular/router';
import type { InboxFilter } from '@holdfast/contracts';
import { Directory } from '../api/directory.ts';
import { SignIn } from '../api/sign-in.ts';
import { AboutChat } from './about-chat/about-chat.ts';
import { AvailabilityMenu } from './colleagues/availability-menu.ts';
import { ColleaguesPanel } from './colleagues/colleagues-panel.ts';
import { OfflineHint } from './colleagues/offline-hint.ts';
import { ConnectionBanner } from './connection/connection-banner.ts';
import { Conversation } from './conversation/conversation.ts';
import { InboxFilters } from './inbox/inbox-filters.ts';
import { InboxList } from './inbox/inbox-list.ts';
import type { FollowedChat } from './live/followed-chat.ts';
import { Live } from './live/live.ts';
import { Search } from './search/search.ts';
import { SearchBox } from './search/search-box.ts';
import { SearchResults } from './search/search-results.ts';

/** The three panes. Narrower pages show two, a phone one at a time. */
@Component({
  selector: 'hf-console-page',
  imports: [
    AboutChat,
    AvailabilityMenu,
    ColleaguesPanel,
    ConnectionBanner,
    Conversation,
    InboxFilters,
    InboxList,
    OfflineHint,
    SearchBox,
    SearchResults,
  ],
  providers: [Search],
  templateUrl: './console-page.html',
  styleUrl: './console-page.css',
})
export class ConsolePage {
  readonly filter = input.required<InboxFilter>();
  readonly session = input<string>();
  readonly #live = inject(Live);
  readonly #router = inject(Router);
  protected readonly search = inject(Search);
  protected readonly workspace = inject(Directory).name;
  readonly #chat = signal<FollowedChat | null>(null);
  /** The open chat: none, or one, each with a conversation of its own. */
  protected readonly chats = computed(() => [this.#chat()].filter((chat) => chat !== null));
  protected readonly showsDetails = linkedSignal({ source: this.session, computation: () => false });

  constructor() {
    const signIn = inject(SignIn);
    const title = inject(Title);
    effect(() => {
      if (signIn.state() === 'signed-out') void this.#router.navigateByUrl('/sign-in');
    });
    effect((onCleanup) => {
      const session = this.session();
      if (session === undefined || !this.#live.isOpen()) return;
      const chat = untracked(() => this.#live.follow(session));
      this.#chat.set(chat);
      onCleanup(() => {
        this.#chat.set(null);
        chat.letGo();
      });
    });
    effect(() => {
      const { unread } = this.#live.inbox().counts;
      title.setTitle(unread > 0 ? `(${unread}) Holdfast` : 'Holdfast');
    });
  }

  protected backToList(): void {
    void this.#router.navigate(['/', this.filter()]);
  }
}
