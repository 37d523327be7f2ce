import {
  afterNextRender,
  Component,
  computed,
  type ElementRef,
  input,
  output,
  resource,
  signal,
  viewChild,
} from '@angular/core';
import { findEmoji, stepInGrid, usedLast } from './emoji.ts';
import { GROUPS, loadEmoji } from './emoji-data.ts';
import { emojiWords } from './emoji-words.ts';
import { recall, remember } from './recent-emoji.ts';

const COLUMNS = 8;
const TABS: Readonly<Record<number, string>> = {
  0: '😀',
  1: '👋',
  3: '🐻',
  4: '🍏',
  5: '🚗',
  6: '⚽',
  7: '💡',
  8: '❤️',
  9: '🏁',
};

/** Picks an emoji: by group, by search in the reader's language, or among those used last. Made to be loaded when it is first wanted. */
@Component({
  selector: 'hf-emoji-picker',
  templateUrl: './emoji-picker.html',
  styleUrl: './emoji-picker.css',
  host: { role: 'group', '[attr.aria-label]': 'words().title', '(keydown.escape)': 'leave($event)' },
})
export class EmojiPicker {
  /** BCP 47; names and search are in this language where there is it. */
  readonly locale = input('en');
  readonly picked = output<string>();
  readonly closed = output();

  private readonly search = viewChild.required<ElementRef<HTMLInputElement>>('search');
  private readonly grid = viewChild<ElementRef<HTMLElement>>('grid');
  protected readonly groups = GROUPS;
  protected readonly tabs = TABS;
  protected readonly words = computed(() => emojiWords(this.locale()));
  protected readonly query = signal('');
  protected readonly group = signal<number>(GROUPS[0]);
  /** Which cell the keyboard is at. */
  protected readonly at = signal(0);
  protected readonly recent = recall();
  protected readonly all = resource({ params: () => this.locale(), loader: ({ params }) => loadEmoji(params) });

  protected readonly shown = computed(() => {
    const all = this.all.hasValue() ? this.all.value() : [];
    if (this.query().trim() !== '') return findEmoji(all, this.query(), this.locale());
    const ofGroup = all.filter(({ group }) => group === this.group());
    if (this.group() !== GROUPS[0]) return ofGroup;
    const recent = this.recent.flatMap((char) => all.find((emoji) => emoji.char === char) ?? []);
    return [...recent, ...ofGroup.filter(({ char }) => !this.recent.includes(char))];
  });
  protected readonly title = computed(() => {
    if (this.query().trim() !== '') return this.words().found;
    return this.words().groups[this.group()] ?? '';
  });

  constructor() {
    afterNextRender(() => this.search().nativeElement.focus());
  }

  protected ask(text: string): void {
    this.query.set(text);
    this.at.set(0);
  }

  protected choose(group: number): void {
    this.group.set(group);
    this.ask('');
    this.search().nativeElement.value = '';
    this.grid()?.nativeElement.scrollTo(0, 0);
  }

  protected fromSearch(event: KeyboardEvent): void {
    const first = this.shown()[0];
    if (event.key === 'Enter' && !event.isComposing && this.query() !== '' && first !== undefined) {
      event.preventDefault();
      this.pick(first.char);
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.#focus(this.at());
    }
  }

  protected walk(event: KeyboardEvent): void {
    const rtl = getComputedStyle(event.currentTarget as HTMLElement).direction === 'rtl';
    const next = stepInGrid(event.key, this.at(), COLUMNS, this.shown().length, rtl);
    if (next === null) return;
    event.preventDefault();
    if (event.key === 'ArrowUp' && next === this.at()) this.search().nativeElement.focus();
    else this.#focus(next);
  }

  #focus(at: number): void {
    this.at.set(at);
    this.grid()?.nativeElement.querySelectorAll('button')[at]?.focus();
  }

  protected pick(char: string): void {
    remember(usedLast(recall(), char));
    this.picked.emit(char);
  }

  protected leave(event: Event): void {
    event.stopPropagation();
    this.closed.emit();
  }
}
