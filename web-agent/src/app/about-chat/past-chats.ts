import { Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { MatButton } from '@angular/material/button';
import { ago, exactTime, Now } from '@holdfast/look';
import { Api } from '../../api/api.ts';
import { failureText } from '../../api/failure.ts';
import { locale, words } from '../../words/words.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { Place } from '../live/place.ts';

const SHOWN = 6;

/** What else this visitor has talked about, the latest first. */
@Component({
  selector: 'hf-past-chats',
  imports: [MatButton, RouterLink],
  template: `
    @if (problem(); as problem) {
      <p>
        {{ problem }} <button matButton type="button" (click)="asked.reload()">{{ words().about.again }}</button>
      </p>
    } @else if (rows(); as rows) {
      @for (row of rows; track row.session) {
        <a [routerLink]="['/', row.filter, row.session]">
          <span class="top"
            ><b>{{ row.state }}</b> <time [attr.datetime]="row.at" [attr.title]="row.exact">{{ row.when }}</time></span
          >
          <span class="line" dir="auto">{{ row.text }}</span>
        </a>
      } @empty {
        <p>{{ words().about.past.none }}</p>
      }
    } @else {
      <p>{{ words().about.loading }}</p>
    }
  `,
  styles: `
    p {
      margin: 0;
      font-size: var(--hf-text-s);
      color: var(--hf-quiet);
    }
    a {
      display: block;
      margin-inline: calc(-1 * var(--hf-space-2));
      padding: var(--hf-space-2);
      border-radius: var(--hf-corner-s);
      font-size: var(--hf-text-s);
      color: inherit;
      text-decoration: none;
    }
    a:hover {
      background: var(--hf-hover);
    }
    .top {
      display: flex;
      justify-content: space-between;
    }
    b {
      font-weight: 600;
    }
    time,
    .line {
      color: var(--hf-quiet);
    }
    .line {
      display: block;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
  `,
})
export class PastChats {
  readonly chat = input.required<FollowedChat>();
  readonly #api = inject(Api);
  readonly #now = inject(Now);
  readonly #place = inject(Place);
  protected readonly words = words;
  readonly #visitor = computed(() => this.chat().view().visitor?.id);
  protected readonly asked = resource({
    params: () => this.#visitor(),
    loader: ({ params, abortSignal }) => this.#api.sessionsOf(params, abortSignal),
  });
  protected readonly problem = computed(() => {
    const error = this.asked.error();
    return error === undefined ? null : failureText(error);
  });
  protected readonly rows = computed(() => {
    if (!this.asked.hasValue()) return undefined;
    const { past: say } = words().about;
    return this.asked
      .value()
      .sessions.filter(({ session }) => session !== this.chat().id)
      .slice(0, SHOWN)
      .map(({ session, status, changedAt, preview }) => ({
        session,
        filter: status === 'closed' ? 'closed' : this.#place.filter(),
        state: status === 'closed' ? say.closed : say.open,
        at: changedAt,
        when: ago(changedAt, this.#now.ms(), locale()),
        exact: exactTime(changedAt, locale()),
        text: preview ?? say.nothingYet,
      }));
  });
}
