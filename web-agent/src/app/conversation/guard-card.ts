import { afterNextRender, Component, computed, ElementRef, inject, input, output, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { MessageEntry } from '@holdfast/chat-client';
import { Avatar, lasting, Now } from '@holdfast/look';
import { locale, words } from '../../words/words.ts';
import { MessageText } from './message-text.ts';

/** Holds a reply back: somebody else has answered, and the sender cannot have seen it. */
@Component({
  selector: 'hf-guard-card',
  imports: [Avatar, MatButton, MessageText],
  host: { role: 'group', 'aria-labelledby': 'guard-title', '(keydown.escape)': 'leave($event)' },
  template: `
    <p id="guard-title">{{ title() }}</p>
    <div class="said">
      <hf-avatar [name]="name()" [id]="answer().from.id" />
      <hf-message-text [text]="answer().text" />
    </div>
    <div class="choice">
      <button matButton type="button" (click)="sendAnyway.emit()">{{ words().conversation.guard.sendAnyway }}</button>
      <button #keep matButton="filled" type="button" aria-describedby="guard-title" (click)="keepEditing.emit()">
        {{ words().conversation.guard.keepEditing }}
      </button>
    </div>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--hf-space-2);
      margin-block-end: var(--hf-space-2);
      padding: var(--hf-space-3);
      border: 1px solid var(--hf-warn);
      border-radius: var(--hf-corner-l);
      background: var(--hf-warn-soft);
      box-shadow: var(--hf-lift-2);
    }
    p {
      margin: 0;
      font-weight: 600;
      color: var(--hf-warn);
    }
    .said {
      display: flex;
      gap: var(--hf-space-2);
      max-block-size: 30vh;
      overflow-y: auto;
    }
    .said hf-avatar {
      --size: 1.75rem;
    }
    .choice {
      display: flex;
      flex-wrap: wrap;
      gap: var(--hf-space-2);
      justify-content: flex-end;
    }
  `,
})
export class GuardCard {
  readonly answer = input.required<MessageEntry>();
  readonly sendAnyway = output();
  readonly keepEditing = output();
  readonly #now = inject(Now);
  private readonly keep = viewChild.required<string, ElementRef<HTMLElement>>('keep', { read: ElementRef });
  protected readonly words = words;
  protected readonly name = computed(() => this.answer().from.name ?? words().conversation.colleague);
  protected readonly title = computed(() => {
    const ms = this.#now.ms() - Date.parse(this.answer().at);
    const { guard } = words().conversation;
    return ms < 1_000 ? guard.justNow(this.name()) : guard.title(this.name(), lasting(ms, locale()));
  });

  /** Back to the text, not out of the chat. */
  protected leave(event: Event): void {
    event.preventDefault();
    this.keepEditing.emit();
  }

  constructor() {
    // A second press of Enter must not send what the first one was held back for.
    afterNextRender(() => this.keep().nativeElement.focus());
  }
}
