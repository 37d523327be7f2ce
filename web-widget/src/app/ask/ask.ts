import { afterNextRender, Component, ElementRef, inject, input, output, signal } from '@angular/core';
import { words } from '../../words/words';
import type { Profile } from '../../loader/protocol';
import { Announcer } from '../host/announcer';
import { type Mistakes, mistakesIn, type Questions } from './answers';

/** Asks who the visitor is, as far as the site wants to know, before the first message. */
@Component({
  selector: 'hf-ask',
  templateUrl: './ask.html',
  styleUrl: './ask.css',
})
export class Ask {
  readonly #announcer = inject(Announcer);
  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef);
  readonly asks = input.required<Questions>();
  readonly answered = output<Profile>();

  protected readonly words = words;
  protected readonly mistakes = signal<Mistakes>({});
  protected readonly fields = [
    { key: 'name', type: 'text', complete: 'name', limit: 100 },
    { key: 'email', type: 'email', complete: 'email', limit: 254 },
  ] as const;

  constructor() {
    afterNextRender(() => this.#focus('input'));
  }

  protected submit(form: HTMLFormElement): void {
    const given = new FormData(form);
    const told = (key: string): string | undefined => {
      const value = given.get(key);
      return typeof value === 'string' && value.trim() !== '' ? value.trim().toWellFormed() : undefined;
    };
    const answers = { name: told('name'), email: told('email') };
    const mistakes = mistakesIn(this.asks(), answers);
    this.mistakes.set(mistakes);
    const first = mistakes.name ?? mistakes.email;
    if (first === undefined) {
      this.answered.emit(answers);
      return;
    }
    this.#announcer.say(words().ask[first]);
    this.#focus(`input[name=${mistakes.name === undefined ? 'email' : 'name'}]`);
  }

  #focus(which: string): void {
    this.#element.nativeElement.querySelector<HTMLInputElement>(which)?.focus();
  }
}
