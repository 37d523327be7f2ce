import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Avatar, Icon, Now } from '@holdfast/look';
import { Screen } from '../../look/screen.ts';
import { StandingDot } from '../../look/standing-dot.ts';
import { locale, words } from '../../words/words.ts';
import { ChatActions } from '../live/chat-actions.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { Live } from '../live/live.ts';
import { visitorText } from '../live/visitor-text.ts';
import { SnoozeMenu } from './snooze-menu.ts';
import { standingText } from './standing-text.ts';

/** Whose chat this is, how it stands, who else looks at it, and what can be done with it. */
@Component({
  selector: 'hf-chat-header',
  imports: [Avatar, Icon, MatButton, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, SnoozeMenu, StandingDot],
  templateUrl: './chat-header.html',
  styleUrl: './chat-header.css',
})
export class ChatHeader {
  readonly chat = input.required<FollowedChat>();
  readonly back = output();
  readonly details = output();
  readonly transfer = output();
  readonly find = output();
  /** The chat is taken up: the button goes, and with it the focus, and what comes next is a reply. */
  readonly begun = output();
  readonly #actions = inject(ChatActions);
  readonly #live = inject(Live);
  readonly #now = inject(Now);
  protected readonly actions = this.#actions;
  protected readonly words = words;
  /** On a phone nothing stands above the name: it is the first heading of the page. */
  protected readonly screen = inject(Screen);

  protected readonly visitor = computed(() => this.chat().view().visitor ?? { id: '' });
  protected readonly name = computed(() => visitorText(this.visitor()));
  protected readonly pending = computed(() => this.#actions.pending(this.chat()));
  /** What is under way counts as done. */
  protected readonly stand = computed(() => this.#actions.stand(this.chat()));
  protected readonly standing = computed(() => standingText(this.stand(), this.#live.me(), this.#now.ms()));
  /** What is said of the action under way: that it is, or that there is no connection to do it over. */
  protected readonly underway = computed(() => {
    const pending = this.pending();
    if (pending === undefined) return undefined;
    return this.#live.isCurrent() ? words().actions.pending[pending] : words().actions.kept;
  });
  protected readonly isOpen = computed(() => ['waiting', 'assigned', 'snoozed'].includes(this.stand().status));
  protected readonly isHeld = computed(() => this.stand().assignee !== undefined && this.isOpen());
  protected readonly isOthers = computed(() => this.isHeld() && this.stand().assignee?.id !== this.#live.me());
  protected readonly viewing = computed(() =>
    this.chat()
      .view()
      // One's own other browser is nobody else.
      .viewing.filter(({ kind, id }) => kind === 'agent' && id !== this.#live.me())
      .map(({ id, name }) => ({ id, name: name ?? words().conversation.colleague })),
  );
  protected readonly viewingText = computed(() => {
    const names = this.viewing().map(({ name }) => name);
    return words().conversation.header.looking(new Intl.ListFormat(locale()).format(names), names.length);
  });
}
