import { Component, computed, effect, type ElementRef, inject, input, output, signal, viewChild } from '@angular/core';
import { MESSAGE_TEXT_LIMIT } from '@holdfast/contracts/validators';
import { Icon, isComposing } from '@holdfast/look';
import { EmojiPicker } from '@holdfast/look/emoji';
import { locale, words } from '../../words/words';
import { Announcer } from '../host/announcer';
import { Drafts } from '../live/drafts';

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
  readonly sent = output<string>();
  readonly typing = output<boolean>();

  readonly #announcer = inject(Announcer);
  readonly #drafts = inject(Drafts);
  protected readonly words = words;
  protected readonly locale = locale;
  protected readonly text = computed(() => this.#drafts.of(this.session()));
  protected readonly picking = signal(false);
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field');
  /** How many characters are too many. */
  protected readonly over = computed(() => Math.max(0, Array.from(this.text()).length - MESSAGE_TEXT_LIMIT));
  protected readonly sendable = computed(() => this.text().trim() !== '' && this.over() === 0);

  constructor() {
    effect(() => {
      const [field, text] = [this.field().nativeElement, this.text()];
      // Written anew, the caret would jump.
      if (field.value !== text) field.value = text;
    });
    effect(() => {
      const over = this.over();
      if (over > 0) this.#announcer.say(words().tooLong(over));
    });
  }

  write(text: string): void {
    this.#drafts.keep(this.session(), text);
    this.typing.emit(text.trim() !== '');
  }

  protected pressKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    this.send();
  }

  protected send(): void {
    if (!this.sendable()) return;
    const text = this.text().trim().toWellFormed().replaceAll('\0', '');
    this.field().nativeElement.value = '';
    this.write('');
    this.picking.set(false);
    // The button that was pressed has nothing more to send, and leaves the focus nowhere.
    this.focus();
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
