import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Avatar, Icon, Now, visitorName } from '@holdfast/look';
import { ChatActions } from '../live/chat-actions.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { Live } from '../live/live.ts';
import { standingText, waitingSince } from './standing-text.ts';

@Component({
  selector: 'hf-chat-header',
  imports: [Avatar, Icon, MatButton, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger],
  templateUrl: './chat-header.html',
  styleUrl: './chat-header.css',
})
export class ChatHeader {
  readonly chat = input.required<FollowedChat>();
  readonly back = output();
  readonly details = output();
  readonly transfer = output();
  protected readonly actions = inject(ChatActions);
  readonly #live = inject(Live);
  readonly #now = inject(Now);

  protected readonly view = computed(() => this.chat().view());
  protected readonly visitor = computed(() => this.view().visitor ?? { id: '' });
  protected readonly name = computed(() => visitorName(this.visitor()));
  readonly #waitingSince = computed(() => waitingSince(this.view()));
  protected readonly standing = computed(() =>
    standingText(this.view(), this.#live.me(), this.#now.ms(), this.#waitingSince()),
  );
  protected readonly isOpen = computed(() => ['waiting', 'assigned', 'snoozed'].includes(this.view().status));
  protected readonly isHeld = computed(() => this.view().assignee !== undefined && this.isOpen());
  protected readonly isOthers = computed(() => this.isHeld() && this.view().assignee?.id !== this.#live.me());
  protected readonly viewing = computed(() => this.view().viewing.map(({ name }) => name ?? 'A colleague'));
}
