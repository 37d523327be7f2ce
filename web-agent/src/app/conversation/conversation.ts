import { ChangeDetectorRef, Component, computed, effect, inject, input, output, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '@holdfast/look';
import { PageAttention } from '../../look/page-attention.ts';
import { Screen } from '../../look/screen.ts';
import { words } from '../../words/words.ts';
import { ChatActions } from '../live/chat-actions.ts';
import { Commands } from '../live/commands.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { Live } from '../live/live.ts';
import { chatCommands } from './chat-commands.ts';
import { ChatDialogs } from './chat-dialogs.ts';
import { ChatHeader } from './chat-header.ts';
import { ChatLog } from './chat-log.ts';
import { ChatSkeleton } from './chat-skeleton.ts';
import { Composer } from './composer.ts';
import { FindBar } from './find-bar.ts';
import { Finding } from './finding.ts';
import { Landing, placeIn } from './landing.ts';
import { Sightings } from './sightings.ts';

/** One chat: made anew for each, so that nothing of one is left in another. */
@Component({
  selector: 'hf-conversation',
  imports: [ChatHeader, ChatLog, ChatSkeleton, Composer, FindBar, Icon, MatButton],
  providers: [Finding, Landing, { provide: Sightings, useFactory: () => new Sightings() }],
  template: `
    @let said = words().conversation;
    @switch (state()) {
      @case ('loading') {
        <hf-chat-skeleton />
      }
      @case ('open') {
        <hf-chat-header
          [chat]="chat()"
          (back)="back.emit()"
          (begun)="toComposer()"
          (details)="details.emit()"
          (find)="find()"
          (transfer)="transfer()"
        />
        @if (finding.isOpen()) {
          <hf-find-bar (closed)="closeFind()" />
        }
        @if (chat().view().freshness === 'frozen') {
          <p class="frozen" role="alert">{{ said.frozen }}</p>
        } @else if (isBehind()) {
          <p class="behind">{{ said.behind }}</p>
        }
        <hf-chat-log [chat]="chat()" (arrived)="arrived.emit()" />
        <hf-composer [chat]="chat()" />
      }
      @default {
        <div class="say">
          <hf-icon [name]="state() === 'absent' ? 'search' : 'close'" />
          <h2 [attr.aria-level]="screen.isPhone() ? 1 : null">{{ gone().title }}</h2>
          <p>{{ gone().text }}</p>
          <button matButton="tonal" type="button" (click)="back.emit()">{{ said.header.back }}</button>
        </div>
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
      display: grid;
      gap: var(--hf-space-2);
      justify-items: center;
      max-inline-size: 26rem;
      margin: auto;
      padding: var(--hf-space-8);
      text-align: center;
      color: var(--hf-quiet);
    }
    .say hf-icon {
      inline-size: 2rem;
      block-size: 2rem;
    }
    .say :is(h2, p) {
      margin: 0;
    }
    h2 {
      font-size: var(--hf-text-l);
      font-weight: 600;
      color: var(--hf-text);
    }
    .frozen,
    .behind {
      margin: 0;
      padding: 0.4rem 1.25rem;
      font-size: var(--hf-text-s);
    }
    .frozen {
      color: var(--hf-danger);
      background: var(--hf-danger-soft);
    }
    .behind {
      color: var(--hf-quiet);
      background: var(--hf-raised);
    }
  `,
})
export class Conversation {
  readonly chat = input.required<FollowedChat>();
  /** The number of a message that one is led to. */
  readonly at = input<string>();
  /** It was reached, or is not there. */
  readonly arrived = output();
  readonly back = output();
  readonly details = output();
  readonly #actions = inject(ChatActions);
  readonly #dialogs = inject(ChatDialogs);
  readonly #attention = inject(PageAttention);
  readonly #live = inject(Live);
  readonly #changes = inject(ChangeDetectorRef);
  protected readonly finding = inject(Finding);
  protected readonly screen = inject(Screen);
  protected readonly words = words;
  private readonly composer = viewChild(Composer);
  private readonly findBar = viewChild(FindBar);

  protected readonly state = computed(() => {
    const { status, freshness } = this.chat().view();
    if (status === 'absent') return freshness === 'syncing' ? 'loading' : 'absent';
    return status === 'erased' ? 'erased' : 'open';
  });
  protected readonly gone = computed(() => words().conversation[this.state() === 'erased' ? 'erased' : 'absent']);
  /** The connection is there, this chat is not current yet; that there is no connection is said once, for the whole page. */
  protected readonly isBehind = computed(() => this.#live.isCurrent() && this.chat().view().freshness === 'syncing');

  constructor() {
    inject(Commands).offer(() =>
      this.state() !== 'open'
        ? []
        : chatCommands({
            chat: this.chat(),
            actions: this.#actions,
            isFinding: this.finding.isOpen(),
            reply: () => this.composer()?.focus('public'),
            note: () => this.composer()?.focus('internal'),
            transfer: () => this.transfer(),
            snooze: () => void this.#dialogs.snooze(this.chat()),
            find: () => this.find(),
          }),
    );
    effect(() => this.finding.within(this.chat()));
    const landing = inject(Landing);
    effect(() => {
      const at = placeIn(this.at());
      if (at !== undefined) landing.goTo(at);
    });
    effect((onCleanup) => {
      const { handle } = this.chat();
      if (!this.#attention.visible()) return;
      handle.viewing(true);
      onCleanup(() => handle.viewing(false));
    });
    effect(() => this.toComposer());
  }

  /** On a phone the keyboard would cover what one came to read. */
  protected toComposer(): void {
    const composer = this.composer();
    if (composer !== undefined && matchMedia('(pointer: fine)').matches) composer.focus();
  }

  protected transfer(): void {
    void this.#dialogs.transfer(this.chat());
  }

  /** Opens the search in this chat, or goes to it: at once, for whoever types on is searching already. */
  protected find(): void {
    this.finding.open();
    this.#changes.detectChanges();
    this.findBar()?.focus();
  }

  protected closeFind(): void {
    this.finding.close();
    this.composer()?.focus();
  }
}
