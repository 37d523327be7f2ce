import { Component, computed, type ElementRef, input, output, signal, viewChild } from '@angular/core';
import { MESSAGE_TEXT_LIMIT } from '@holdfast/contracts/validators';
import { words } from '../words';

/** Where a message is written. Enter sends, Shift-Enter breaks the line. */
@Component({
  selector: 'hf-composer',
  templateUrl: './composer.html',
  styleUrl: './composer.css',
})
export class Composer {
  readonly hint = input('');
  readonly sent = output<string>();
  readonly typing = output<boolean>();

  readonly words = words;
  readonly text = signal('');
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field');
  /** How many characters are too many. */
  readonly over = computed(() => Math.max(0, Array.from(this.text()).length - MESSAGE_TEXT_LIMIT));
  readonly sendable = computed(() => this.text().trim() !== '' && this.over() === 0);

  write(text: string): void {
    this.text.set(text);
    this.typing.emit(text.trim() !== '');
  }

  pressKey(event: KeyboardEvent): void {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  send(): void {
    if (!this.sendable()) return;
    const text = this.text().trim().toWellFormed().replaceAll('\0', '');
    this.write('');
    this.field().nativeElement.value = '';
    this.sent.emit(text);
  }

  focus(): void {
    this.field().nativeElement.focus();
  }
}
