import { Component, computed, inject, input, viewChild } from '@angular/core';
import { MatMenu, MatMenuItem } from '@angular/material/menu';
import { Now } from '@holdfast/look';
import { words } from '../../words/words.ts';
import { ChatActions } from '../live/chat-actions.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { ChatDialogs } from './chat-dialogs.ts';
import { snoozeTimes } from './snooze-times.ts';
import { timeText } from './standing-text.ts';

/** The usual times to put a chat off to, and any other. */
@Component({
  selector: 'hf-snooze-menu',
  imports: [MatMenu, MatMenuItem],
  template: `
    <mat-menu xPosition="before">
      @for (time of times(); track time.name) {
        <button mat-menu-item type="button" (click)="snooze(time.at)">
          <span class="line"
            ><span>{{ said().snooze[time.name] }}</span> <small>{{ time.text }}</small></span
          >
        </button>
      }
      <button mat-menu-item type="button" (click)="ask()">{{ said().snooze.custom }}</button>
    </mat-menu>
  `,
  styles: `
    .line {
      display: flex;
      gap: 1.5rem;
      justify-content: space-between;
    }
    small {
      font-size: var(--hf-text-s);
      color: var(--hf-quiet);
    }
  `,
})
export class SnoozeMenu {
  readonly chat = input.required<FollowedChat>();
  readonly menu = viewChild.required(MatMenu);
  readonly #actions = inject(ChatActions);
  readonly #dialogs = inject(ChatDialogs);
  readonly #now = inject(Now);
  protected readonly said = computed(() => words().conversation);
  /** To the minute: what is shown is what is meant. */
  readonly #minute = computed(() => Math.floor(this.#now.ms() / 60_000) * 60_000);
  protected readonly times = computed(() =>
    snoozeTimes(this.#minute()).map(({ name, at }) => ({
      name,
      at,
      text: timeText(new Date(at).toISOString(), this.#minute()),
    })),
  );

  protected snooze(at: number): void {
    void this.#actions.snooze(this.chat(), new Date(at).toISOString());
  }

  protected ask(): void {
    void this.#dialogs.snooze(this.chat());
  }
}
