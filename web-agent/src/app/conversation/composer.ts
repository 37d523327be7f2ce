import { Component, computed, type ElementRef, inject, input, linkedSignal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Visibility } from '@holdfast/contracts';
import { MESSAGE_TEXT_LIMIT } from '@holdfast/contracts/validators';
import { Icon, visitorName } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { cannedFor, type CannedReply } from './canned.ts';
import { Drafts } from './drafts.ts';

/** From so many characters before the limit on, what is left is shown. */
const WARN_BEFORE = 500;

@Component({
  selector: 'hf-composer',
  imports: [MatButton, Icon],
  templateUrl: './composer.html',
  styleUrl: './composer.css',
  host: { '[class.note]': 'isNote()' },
})
export class Composer {
  readonly chat = input.required<FollowedChat>();
  readonly #drafts = inject(Drafts);
  readonly #directory = inject(Directory);
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field');

  protected readonly draft = computed(() => this.#drafts.of(this.chat().id));
  protected readonly isClosed = computed(() => this.chat().view().status === 'closed');
  /** A closed chat takes notes only. */
  protected readonly mode = computed<Visibility>(() => (this.isClosed() ? 'internal' : this.draft().mode));
  protected readonly isNote = computed(() => this.mode() === 'internal');
  protected readonly text = computed(() => this.draft()[this.mode()]);
  protected readonly visitor = computed(() => visitorName(this.chat().view().visitor ?? { id: '' }));
  protected readonly left = computed(() => MESSAGE_TEXT_LIMIT - Array.from(this.text()).length);
  protected readonly showsLeft = computed(() => this.left() < WARN_BEFORE);
  protected readonly canSend = computed(() => this.text().trim() !== '' && this.left() >= 0);

  readonly #offered = computed(() => cannedFor(this.text(), this.#directory.cannedReplies()));
  /** Text for which the offer was waved away. */
  readonly #wavedAway = linkedSignal({ source: this.text, computation: () => false });
  protected readonly canned = computed(() => (this.#wavedAway() ? [] : this.#offered()));
  protected readonly picked = linkedSignal({ source: this.canned, computation: () => 0 });

  focus(): void {
    this.field().nativeElement.focus({ preventScroll: true });
  }

  protected write(text: string): void {
    this.#enter();
    this.#drafts.write(this.chat().id, text);
    this.chat().handle.typing(text !== '', { internal: this.isNote() });
  }

  protected rest(): void {
    this.chat().handle.typing(false, { internal: this.isNote() });
  }

  protected switchTo(mode: Visibility): void {
    this.rest();
    this.#drafts.switchTo(this.chat().id, mode);
    this.focus();
  }

  protected press(event: KeyboardEvent): void {
    // While a character is being composed, Enter belongs to the input method.
    if (event.isComposing) return;
    if (this.canned().length > 0 && this.#pick(event)) return;
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.send();
  }

  protected send(): void {
    if (!this.canSend()) return;
    this.#enter();
    this.chat().handle.post(this.text(), { visibility: this.mode() });
    this.#drafts.write(this.chat().id, '');
    this.focus();
  }

  protected insert({ text }: CannedReply): void {
    const filled = text.replaceAll('{{visitor}}', this.chat().view().visitor?.name ?? 'there');
    this.#enter();
    this.#drafts.write(this.chat().id, filled);
    this.focus();
  }

  /** The keys of the offer; false where the key is none of them. */
  #pick(event: KeyboardEvent): boolean {
    const { length } = this.canned();
    const steps: Record<string, () => void> = {
      ArrowDown: () => this.picked.update((at) => (at + 1) % length),
      ArrowUp: () => this.picked.update((at) => (at + length - 1) % length),
      Enter: () => this.#insertPicked(),
      Tab: () => this.#insertPicked(),
      Escape: () => this.#wavedAway.set(true),
    };
    const step = event.shiftKey ? undefined : steps[event.key];
    if (step === undefined) return false;
    event.preventDefault();
    step();
    return true;
  }

  #insertPicked(): void {
    const reply = this.canned()[this.picked()];
    if (reply !== undefined) this.insert(reply);
  }

  /** What is written is kept under what is shown: a closed chat shows the note. */
  #enter(): void {
    if (this.draft().mode !== this.mode()) this.#drafts.switchTo(this.chat().id, this.mode());
  }
}
