import { Component, computed, inject, input } from '@angular/core';
import type { NoticeEntry } from '@holdfast/chat-client';
import { clockTime, exactTime, Icon } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import { locale } from '../../words/words.ts';
import { Live } from '../live/live.ts';
import { noticeText } from './notice-text.ts';
import { timeText } from './standing-text.ts';
import { Today } from './today.ts';

/** Something that happened, as a calm line in the flow. */
@Component({
  selector: 'hf-notice-line',
  imports: [Icon],
  template: `
    @let said = notice();
    <p>
      @if (said.stars === undefined) {
        <hf-icon [name]="said.icon" />
      }
      <span>{{ said.text }}</span>
      @if (said.stars !== undefined) {
        <span class="stars" aria-hidden="true">
          @for (star of FIVE; track star) {
            <span [class.lit]="star <= said.stars">★</span>
          }
        </span>
      }
      <time [attr.datetime]="entry().at" [attr.title]="exact()">{{ time() }}</time>
    </p>
    @if (said.quote !== undefined) {
      <blockquote dir="auto" [class.note]="entry().notice.type === 'transfer-requested'">{{ said.quote }}</blockquote>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--hf-space-1);
      justify-items: center;
      margin-block: var(--hf-space-3);
      font-size: var(--hf-text-s);
      color: var(--hf-quiet);
    }
    p {
      max-inline-size: 36rem;
      margin: 0;
      text-align: center;
      text-wrap: balance;
    }
    hf-icon {
      margin-inline-end: 0.45rem;
      vertical-align: -0.15em;
      inline-size: 0.95rem;
      block-size: 0.95rem;
    }
    time {
      font-size: 0.75rem;
      white-space: nowrap;
    }
    time::before {
      content: '·';
      margin-inline: 0.4rem;
    }
    .stars {
      display: inline-flex;
      gap: 1px;
      margin-inline-start: 0.45rem;
      vertical-align: -0.1em;
      font-size: 1rem;
      line-height: 1;
      color: var(--hf-edge);
    }
    .lit {
      color: var(--hf-warn);
    }
    blockquote {
      max-inline-size: min(32rem, 100%);
      margin: 0;
      padding: 0.45rem 0.8rem;
      border-radius: var(--hf-corner-m);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
      color: var(--hf-text);
      background: var(--hf-raised);
    }
    blockquote.note {
      border: 1px dashed var(--hf-note-edge);
      color: var(--hf-on-note);
      background: var(--hf-note);
    }
  `,
})
export class NoticeLine {
  readonly entry = input.required<NoticeEntry>();
  readonly visitor = input.required<string>();
  readonly #directory = inject(Directory);
  readonly #live = inject(Live);
  readonly #now = inject(Today);
  protected readonly FIVE = [1, 2, 3, 4, 5];

  protected readonly notice = computed(() =>
    noticeText(this.entry(), {
      me: this.#live.me(),
      visitor: this.visitor(),
      agentName: this.#directory.agentName,
      teamName: this.#directory.teamName,
      timeText: (at) => timeText(at, this.#now.noon()),
    }),
  );
  protected readonly time = computed(() => clockTime(this.entry().at, locale()));
  protected readonly exact = computed(() => exactTime(this.entry().at, locale()));
}
