import { Component, computed, effect, inject, input, linkedSignal, signal, untracked } from '@angular/core';
import type { InboxFilter } from '@holdfast/contracts';
import { Preferences } from '../look/preferences.ts';
import { Screen } from '../look/screen.ts';
import { words } from '../words/words.ts';
import { AboutChat } from './about-chat/about-chat.ts';
import { Checklist } from './first-steps/checklist.ts';
import { Conversation } from './conversation/conversation.ts';
import { InboxPane } from './inbox-pane.ts';
import { Commands } from './live/commands.ts';
import type { FollowedChat } from './live/followed-chat.ts';
import { Live } from './live/live.ts';
import { Place } from './live/place.ts';
import type { Bounds } from './panes/pane-size.ts';
import { Splitter } from './panes/splitter.ts';
import { Recents } from './live/recents.ts';
import { visitorText } from './live/visitor-text.ts';

const LIST: Bounds & { readonly usual: number } = { least: 260, most: 560, usual: 344 };
const SIDE: Bounds & { readonly usual: number } = { least: 260, most: 560, usual: 320 };

/** List, conversation, and what is known about it. Narrower pages show two panes, a phone one at a time. */
@Component({
  selector: 'hf-chats-page',
  imports: [AboutChat, Checklist, Conversation, InboxPane, Splitter],
  templateUrl: './chats-page.html',
  styleUrl: './chats-page.css',
  host: {
    role: 'main',
    '(keydown.escape)': 'hideOverlay()',
    '[class.chatting]': 'session() !== undefined',
    '[style.--list]': "listSize() + 'px'",
    '[style.--side]': "sideSize() + 'px'",
  },
})
export class ChatsPage {
  readonly filter = input.required<InboxFilter>();
  readonly session = input<string>();
  /** The number of the message that the address leads to, in the open chat. */
  readonly at = input<string>();
  readonly #live = inject(Live);
  readonly #place = inject(Place);
  readonly #preferences = inject(Preferences);
  protected readonly screen = inject(Screen);
  protected readonly words = words;
  readonly #chat = signal<FollowedChat | null>(null);
  /** The open chat: none, or one, each with a conversation of its own. */
  protected readonly chats = computed(() => [this.#chat()].filter((chat) => chat !== null));
  /** On narrow pages the details lie over the chat, until it is another. */
  readonly #overlaid = linkedSignal({ source: this.session, computation: () => false });
  protected readonly showsDetails = computed(() =>
    this.screen.isNarrow() ? this.#overlaid() : this.#preferences.now().panes.sideOpen,
  );

  protected readonly list = LIST;
  protected readonly side = SIDE;
  protected readonly listSize = computed(() => this.#preferences.now().panes.list ?? LIST.usual);
  protected readonly sideSize = computed(() => this.#preferences.now().panes.side ?? SIDE.usual);

  constructor() {
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
    const recents = inject(Recents);
    effect(() => {
      const chat = this.#chat();
      const visitor = chat?.view().visitor;
      if (chat === null || visitor === undefined) return;
      untracked(() => recents.opened({ session: chat.id, visitor: visitorText(visitor) }));
    });
    inject(Commands).offer(() => {
      if (this.session() === undefined) return [];
      const title = this.showsDetails() ? words().page.hideDetails : words().page.showDetails;
      return [
        { id: 'chat.details', title, group: 'chat', icon: 'panel', keys: ['i'], run: () => this.toggleDetails() },
        {
          id: 'chat.back',
          title: words().page.back,
          group: 'chat',
          icon: 'back',
          keys: ['Escape'],
          run: () => this.back(),
        },
      ];
    });
  }

  protected toggleDetails(): void {
    if (this.screen.isNarrow()) this.#overlaid.update((shown) => !shown);
    else this.#resize({ sideOpen: !this.#preferences.now().panes.sideOpen });
  }

  protected hideDetails(): void {
    if (this.showsDetails()) this.toggleDetails();
  }

  protected hideOverlay(): void {
    this.#overlaid.set(false);
  }

  /** Out of the details first, then out of the chat. */
  protected back(): void {
    if (this.#overlaid()) this.#overlaid.set(false);
    else this.backToList();
  }

  protected arrived(): void {
    this.#place.arrived();
  }

  protected backToList(): void {
    this.#place.closeChat();
  }

  protected sizeList(list: number | null): void {
    this.#resize({ list });
  }

  protected sizeSide(side: number | null): void {
    this.#resize({ side });
  }

  #resize(changed: Partial<ReturnType<Preferences['now']>['panes']>): void {
    this.#preferences.change({ panes: { ...this.#preferences.now().panes, ...changed } });
  }
}
