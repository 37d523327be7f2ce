import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ago, exactTime, Now } from '@holdfast/look';
import { Api, type Audit } from '../../api/api.ts';
import { locale, words } from '../../words/words.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { Live } from '../live/live.ts';
import { activityText } from './activity-text.ts';
import { told } from './told.ts';

@Component({
  selector: 'hf-activity-log',
  imports: [MatButton],
  template: `
    @if (problem(); as problem) {
      <p class="problem">
        {{ problem }} <button matButton type="button" (click)="again()">{{ words().about.again }}</button>
      </p>
    } @else if (lines(); as lines) {
      <ol>
        @for (line of lines; track line.key) {
          <li>
            <span
              ><b>{{ line.who }}</b> {{ line.what }}</span
            >
            <time [attr.datetime]="line.at" [attr.title]="line.exact">{{ line.when }}</time>
          </li>
        }
      </ol>
    } @else {
      <p>{{ words().about.loading }}</p>
    }
  `,
  styles: `
    ol {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      gap: 0.5rem;
      justify-content: space-between;
      padding: 0.2rem 0;
      font-size: 0.8125rem;
    }
    b {
      font-weight: 600;
    }
    p,
    time {
      font-size: 0.8125rem;
      color: var(--hf-quiet);
    }
    time {
      flex: none;
    }
    .problem {
      color: var(--hf-danger);
    }
  `,
})
export class ActivityLog {
  readonly chat = input.required<FollowedChat>();
  readonly #api = inject(Api);
  readonly #live = inject(Live);
  readonly #now = inject(Now);
  /** The number of the last thing that happened; receipts are not in the log. */
  readonly #last = computed(() =>
    this.chat()
      .view()
      .entries.reduce((last, { n }) => Math.max(last, n ?? 0), 0),
  );
  protected readonly words = words;
  readonly #audit = told<Audit>({
    session: () => this.chat().id,
    moved: () => [this.#last(), this.#live.isCurrent()],
    ask: (session, abort) => this.#api.audit(session, abort),
    isBehind: ({ entries }) => (entries[0]?.v ?? 0) < this.#last(),
  });

  protected readonly lines = computed(() =>
    this.#audit.answer()?.entries.map((entry, index, all) => ({
      ...activityText(entry, this.#live.me(), words().about),
      key: `${entry.v}/${all.length - index}`,
      at: entry.at,
      when: ago(entry.at, this.#now.ms(), locale()),
      exact: exactTime(entry.at, locale()),
    })),
  );
  protected readonly problem = this.#audit.problem;

  protected again(): void {
    this.#audit.again();
  }
}
