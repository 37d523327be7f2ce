import {
  afterRenderEffect,
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import type { Visibility } from '@holdfast/contracts';
import { Icon, isComposing } from '@holdfast/look';
import { EmojiPicker } from '@holdfast/look/emoji';
import { Directory } from '../../api/directory.ts';
import { locale, words } from '../../words/words.ts';
import { ChatActions } from '../live/chat-actions.ts';
import { standingOf } from '../live/colleague-text.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { Live } from '../live/live.ts';
import { visitorText } from '../live/visitor-text.ts';
import { CannedPicker } from './canned-picker.ts';
import { cannedFor, cannedQuery, type CannedReply } from './canned.ts';
import { Composing } from './composing.ts';
import { GuardCard } from './guard-card.ts';
import { type Callable, MentionPicker } from './mention-picker.ts';
import { callingAt, colleaguesFor } from './mentions.ts';
import { PickList } from './pick-list.ts';
import { SendKey } from './send-key.ts';

/** From so many characters before the limit on, what is left is shown. */
const WARN_BEFORE = 500;
const hasFieldSizing = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content');

/** Where replies and notes are written: one field, in two modes that cannot be mistaken for each other. */
@Component({
  selector: 'hf-composer',
  imports: [CannedPicker, EmojiPicker, GuardCard, Icon, MatButton, MatMenu, MatMenuItem, MatMenuTrigger, MentionPicker],
  providers: [Composing],
  templateUrl: './composer.html',
  styleUrl: './composer.css',
  host: { '[class.note]': 'composing.isNote()' },
})
export class Composer {
  readonly chat = input.required<FollowedChat>();
  readonly #directory = inject(Directory);
  readonly #live = inject(Live);
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field');
  private readonly search = viewChild<ElementRef<HTMLInputElement>>('search');
  protected readonly actions = inject(ChatActions);
  protected readonly composing = inject(Composing);
  protected readonly sendKey = inject(SendKey);
  protected readonly said = computed(() => words().conversation.composer);
  protected readonly words = words;

  protected readonly visitor = computed(() => visitorText(this.chat().view().visitor ?? { id: '' }));
  protected readonly showsLeft = computed(() => this.composing.left() < WARN_BEFORE);
  protected readonly isOffline = computed(() => !this.#live.isCurrent());
  /** Who has the chat, where that is not the writer of the reply. */
  protected readonly holder = computed(() => {
    const stand = this.composing.stand();
    return stand?.assignee !== undefined && stand.assignee.id !== this.#live.me() ? stand.assignee.name : undefined;
  });
  readonly #caret = signal(0);
  protected readonly picksEmoji = signal(false);
  protected readonly locale = locale;
  /** The search for a canned reply that is opened by its button; null: it is not open. */
  protected readonly browsing = signal<string | null>(null);
  readonly #offered = computed(() => {
    const query = this.browsing() ?? cannedQuery(this.composing.text());
    return query === undefined ? [] : cannedFor(query, this.#directory.cannedReplies());
  });
  protected readonly canned = new PickList<CannedReply>(this.#offered, (reply) => this.insertCanned(reply));
  readonly #calling = computed(() =>
    this.composing.isNote() ? callingAt(this.composing.text(), this.#caret()) : undefined,
  );
  readonly #callable = computed((): readonly Callable[] => {
    const calling = this.#calling();
    if (calling === undefined) return [];
    return colleaguesFor(calling.query, this.composing.colleagues()).map((agent) => ({
      id: agent.id,
      name: agent.name,
      ...standingOf(agent),
    }));
  });
  protected readonly colleagues = new PickList<Callable>(this.#callable, (colleague) => this.call(colleague));
  protected readonly popup = computed(() =>
    this.canned.isOpen() ? 'canned' : this.colleagues.isOpen() ? 'colleagues' : null,
  );
  protected readonly option = computed(() => {
    if (this.browsing() !== null || this.popup() === null) return null;
    return this.popup() === 'canned' ? `canned-${this.canned.at()}` : `colleague-${this.colleagues.at()}`;
  });

  constructor() {
    effect(() => this.composing.within(this.chat()));
    afterRenderEffect(() => {
      this.composing.text();
      if (!hasFieldSizing) fitHeight(this.field().nativeElement);
    });
    effect(() => this.search()?.nativeElement.focus());
  }

  focus(mode?: Visibility): void {
    if (mode !== undefined) this.composing.switchTo(mode);
    this.field().nativeElement.focus({ preventScroll: true });
  }

  protected write(): void {
    const { value, selectionStart } = this.field().nativeElement;
    this.#caret.set(selectionStart);
    this.composing.write(value);
  }

  protected moved(): void {
    this.#caret.set(this.field().nativeElement.selectionStart);
  }

  protected switchTo(mode: Visibility): void {
    this.composing.switchTo(mode);
    this.focus();
  }

  protected press(event: KeyboardEvent): void {
    // While a character is being composed, Enter belongs to the input method.
    if (isComposing(event) || this.canned.press(event) || this.colleagues.press(event)) return;
    if (!this.sendKey.isSend(event)) return;
    event.preventDefault();
    this.send();
  }

  protected send(): void {
    const became = this.composing.send();
    if (became === 'held') return;
    this.focus();
    const { names, first } = this.composing.blanks();
    if (became === 'flawed' && names[0] !== undefined)
      this.field().nativeElement.setSelectionRange(first, first + names[0].length);
  }

  protected sendAnyway(): void {
    this.composing.look();
    this.send();
  }

  protected keepEditing(): void {
    this.composing.look();
    this.focus();
  }

  protected browse(): void {
    this.picksEmoji.set(false);
    this.browsing.update((query) => (query === null ? '' : null));
  }

  protected pressInSearch(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.browsing.set(null);
      this.focus();
    } else if (!this.canned.press(event) && event.key === 'Enter') event.preventDefault();
  }

  protected readonly filled = (reply: CannedReply): string => this.composing.filled(reply);

  /** In place of what was typed to find it; from the button, where the caret is. */
  protected readonly insertCanned = (reply: CannedReply): void => {
    const { value, selectionStart, selectionEnd } = this.field().nativeElement;
    const isTyped = this.browsing() === null;
    this.browsing.set(null);
    this.#put(this.composing.filled(reply), isTyped ? 0 : selectionStart, isTyped ? value.length : selectionEnd);
    const { names, first } = this.composing.blanks();
    if (names[0] !== undefined) this.field().nativeElement.setSelectionRange(first, first + names[0].length);
  };

  protected readonly call = ({ name }: Callable): void => {
    const calling = this.#calling();
    if (calling !== undefined) this.#put(`@${name} `, calling.from, this.#caret());
  };

  protected beginCall(): void {
    const { value, selectionStart, selectionEnd } = this.field().nativeElement;
    const isWordStart = selectionStart === 0 || /\s/u.test(value[selectionStart - 1] ?? '');
    this.#put(isWordStart ? '@' : ' @', selectionStart, selectionEnd);
  }

  protected insertEmoji(emoji: string): void {
    const { selectionStart, selectionEnd } = this.field().nativeElement;
    this.picksEmoji.set(false);
    this.#put(emoji, selectionStart, selectionEnd);
  }

  protected closeEmoji(): void {
    this.picksEmoji.set(false);
    this.focus();
  }

  #put(text: string, from: number, to: number): void {
    const field = this.field().nativeElement;
    field.setRangeText(text, from, to, 'end');
    this.write();
    this.focus();
  }
}

/** For browsers that do not size fields by their content. */
function fitHeight(field: HTMLTextAreaElement): void {
  field.style.blockSize = 'auto';
  field.style.blockSize = `${field.scrollHeight}px`;
}
