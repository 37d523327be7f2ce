import { Component, computed, effect, type ElementRef, inject, input, output, signal, viewChild } from '@angular/core';
import { MESSAGE_TEXT_LIMIT } from '@holdfast/contracts/validators';
import { Icon } from '@holdfast/look';
import { EmojiPicker } from '@holdfast/look/emoji';
import { locale, words } from '../../words/words';
import { Announcer } from '../host/announcer';
import { keepOfTab, recallOfTab } from '../live/of-this-tab';

/** Where a message is written. Enter sends, Shift-Enter breaks the line. */
@Component({
  selector: 'hf-composer',
  imports: [EmojiPicker, Icon],
  templateUrl: './composer.html',
  styleUrl: './composer.css',
})
export class Composer {
  /** The conversation whose draft it is. */
  readonly session = input('');
  /** Why nothing can be written; empty: it can. */
  readonly closed = input('');
  readonly sent = output<string>();
  readonly typing = output<boolean>();

  readonly #announcer = inject(Announcer);
  readonly #draft = computed(() => `draft:${this.session()}`);
  protected readonly words = words;
  protected readonly locale = locale;
  protected readonly text = signal('');
  protected readonly picking = signal(false);
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field');
  /** How many characters are too many. */
  protected readonly over = computed(() => Math.max(0, Array.from(this.text()).length - MESSAGE_TEXT_LIMIT));
  protected readonly sendable = computed(() => this.text().trim() !== '' && this.over() === 0 && this.closed() === '');

  constructor() {
    effect(() => {
      const kept = recallOfTab(this.#draft());
      this.field().nativeElement.value = kept;
      this.text.set(kept);
    });
    effect(() => {
      const over = this.over();
      if (over > 0) this.#announcer.say(words().tooLong(over));
    });
  }

  write(text: string): void {
    this.text.set(text);
    keepOfTab(this.#draft(), text);
    this.typing.emit(text.trim() !== '');
  }

  /** Puts this into the field. */
  fill(text: string): void {
    this.field().nativeElement.value = text;
    this.write(text);
  }

  protected pressKey(event: KeyboardEvent): void {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  protected send(): void {
    if (!this.sendable()) return;
    const text = this.text().trim().toWellFormed().replaceAll('\0', '');
    this.fill('');
    this.picking.set(false);
    this.sent.emit(text);
  }

  protected insert(emoji: string): void {
    const field = this.field().nativeElement;
    field.setRangeText(emoji, field.selectionStart, field.selectionEnd, 'end');
    this.write(field.value);
    this.stopPicking();
  }

  protected stopPicking(): void {
    this.picking.set(false);
    this.focus();
  }

  focus(): void {
    this.field().nativeElement.focus();
  }
}
