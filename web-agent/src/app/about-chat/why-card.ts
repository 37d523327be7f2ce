import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon, lasting, Now } from '@holdfast/look';
import { Api, type Decisions } from '../../api/api.ts';
import { locale, words } from '../../words/words.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { Live } from '../live/live.ts';
import { whyOf } from './reasons.ts';
import { told } from './told.ts';

@Component({
  selector: 'hf-why-card',
  imports: [MatButton, Icon],
  templateUrl: './why-card.html',
  styleUrl: './why-card.css',
})
export class WhyCard {
  readonly chat = input.required<FollowedChat>();
  readonly #api = inject(Api);
  readonly #live = inject(Live);
  readonly #now = inject(Now);
  readonly #standing = computed(() => {
    const { status, ticket, assignee } = this.chat().view();
    return `${status}/${ticket ?? 0}/${assignee?.id ?? ''}`;
  });
  readonly #decisions = told<Decisions>({
    session: () => this.chat().id,
    // While it waits, whoever comes, goes, or gets room changes why.
    moved: () => [
      this.#standing(),
      this.#live.isCurrent(),
      this.chat().view().status === 'waiting' ? this.#live.roster() : null,
    ],
    ask: (session, abort) => this.#api.decisions(session, abort),
    isBehind: ({ decisions, waiting }) => {
      const { status, ticket } = this.chat().view();
      if (status === 'waiting') return waiting === undefined;
      const last = decisions.find(({ type }) => type === 'ChatAssigned');
      return waiting !== undefined || (status === 'assigned' && last?.ticket !== ticket);
    },
  });

  protected readonly words = words;
  protected readonly why = computed(() => {
    const answer = this.#decisions.answer();
    return answer === undefined
      ? undefined
      : whyOf(answer, {
          me: this.#live.me(),
          lasted: (since) => lasting(this.#now.ms() - Date.parse(since), locale()),
          words: words().about,
        });
  });
  protected readonly problem = this.#decisions.problem;

  protected again(): void {
    this.#decisions.again();
  }
}
