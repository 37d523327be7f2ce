import { Component, computed, effect, inject, input, linkedSignal, untracked } from '@angular/core';
import type { SessionView } from '@holdfast/chat-client';
import { words } from '../../words/words';
import { Announcer } from '../host/announcer';

/** From a mouth that hangs to one that laughs. */
const MOUTHS = ['M8 17q4-5 8 0', 'M8 16.500q4-2.500 8 0', 'M8 15.800h8', 'M8 15q4 3 8 0', 'M7.500 14q4.500 6 9 0z'];

/** `missing`: no face was chosen. `sent`: it is not known yet whether it is accepted. `failed`: it was not. */
type State = 'open' | 'missing' | 'sent' | 'failed';

/** Asks for one to five after a conversation was closed, and shows what was given. */
@Component({
  selector: 'hf-rating',
  templateUrl: './rating.html',
  styleUrl: './rating.css',
})
export class Rating {
  /** The closed conversation. */
  readonly view = input.required<SessionView>();
  /** Gives a rating. Answers why it was not accepted; null: it was. */
  readonly rate = input.required<(score: number, comment: string) => Promise<string | null>>();
  readonly #announcer = inject(Announcer);
  /** Which close asks: each begins with nothing chosen, written or sent. */
  protected readonly close = computed(() => {
    const { session, entries } = this.view();
    const close = entries.findLast((entry) => entry.kind === 'notice' && entry.notice.type === 'closed');
    return `${session}:${String(close?.n)}`;
  });
  /** What was given for it; 0: nothing yet. */
  protected readonly given = computed(() => this.view().rating?.score ?? 0);
  protected readonly score = linkedSignal({ source: this.close, computation: () => 0 });
  protected readonly state = linkedSignal<string, State>({ source: this.close, computation: () => 'open' });
  protected readonly words = words;
  protected readonly faces = MOUTHS.map((mouth, i) => ({ score: i + 1, mouth }));

  constructor() {
    effect(() => {
      if (this.given() > 0 && untracked(this.state) === 'sent') this.#announcer.say(words().rating.thanks);
    });
  }

  protected choose(score: number): void {
    this.score.set(score);
    if (this.state() === 'missing') this.state.set('open');
  }

  protected async send(event: SubmitEvent, comment: string): Promise<void> {
    event.preventDefault();
    const [close, score] = [this.close(), this.score()];
    if (this.state() === 'sent') return;
    if (score === 0) {
      this.state.set('missing');
      this.#announcer.say(words().rating.missing);
      (event.target as HTMLElement).querySelector('input')?.focus();
      return;
    }
    this.state.set('sent');
    const reason = await this.rate()(score, comment.trim().toWellFormed().replaceAll('\0', ''));
    if (reason !== null && this.close() === close) this.state.set('failed');
  }
}
