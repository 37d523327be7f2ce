import { Component, effect, inject, input, linkedSignal, output, signal, untracked } from '@angular/core';
import { words } from '../../words/words';
import { Announcer } from '../host/announcer';

/** From a mouth that hangs to one that laughs. */
const MOUTHS = ['M8 17q4-5 8 0', 'M8 16.500q4-2.500 8 0', 'M8 15.800h8', 'M8 15q4 3 8 0', 'M7.500 14q4.500 6 9 0z'];

/** Asks for one to five after a conversation was closed, and shows what was given. */
@Component({
  selector: 'hf-rating',
  templateUrl: './rating.html',
  styleUrl: './rating.css',
})
export class Rating {
  /** What was given before; 0: nothing yet. */
  readonly given = input(0);
  /** Why it was not accepted, if it was not. */
  readonly failed = input(false);
  readonly rated = output<{ score: number; comment: string }>();

  readonly #announcer = inject(Announcer);
  protected readonly words = words;
  protected readonly faces = MOUTHS.map((mouth, i) => ({ score: i + 1, mouth }));
  protected readonly score = signal(0);
  /** Sent without a face, and none chosen since. */
  protected readonly isMissing = linkedSignal({ source: this.score, computation: () => false });
  /** Sent, and not known yet whether it is accepted. */
  protected readonly isSent = linkedSignal<boolean, boolean>({
    source: this.failed,
    computation: (failed, before) => !failed && before?.value === true,
  });

  constructor() {
    effect(() => {
      if (this.given() > 0 && untracked(this.isSent)) this.#announcer.say(words().rating.thanks);
    });
  }

  protected send(event: SubmitEvent, comment: string): void {
    event.preventDefault();
    if (this.isSent()) return;
    if (this.score() === 0) {
      this.isMissing.set(true);
      this.#announcer.say(words().rating.missing);
      (event.target as HTMLElement).querySelector('input')?.focus();
      return;
    }
    this.isSent.set(true);
    this.rated.emit({ score: this.score(), comment: comment.trim().toWellFormed().replaceAll('\0', '') });
  }
}
