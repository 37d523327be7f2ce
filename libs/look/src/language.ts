import { computed, type Signal, signal } from '@angular/core';

/** How a language is written, and how to get its words. `load` answers a chunk of its own: only what is read is fetched. */
export interface LanguagePack<W> {
  /** BCP 47, for words, dates and numbers. */
  readonly tag: string;
  /** What the language calls itself. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  readonly load: () => Promise<W>;
}

/**
 * The words of an app in the language of its reader, switchable while it runs. The dictionary of one language is the type of all others,
 * so the compiler finds what is not translated.
 */
export class Language<W> {
  readonly packs: readonly LanguagePack<W>[];
  readonly #words;
  readonly #pack;
  readonly #locale;
  #wanted = 0;

  readonly words: Signal<W>;
  readonly tag: Signal<string>;
  /** For dates and numbers: the reader's own kind of the language (`en-GB`) where they named one. */
  readonly locale: Signal<string>;
  readonly direction: Signal<'ltr' | 'rtl'>;

  /** Begins with the words that come with the app; the first pack is theirs. */
  constructor(packs: readonly [LanguagePack<W>, ...LanguagePack<W>[]], words: W) {
    this.packs = packs;
    this.#words = signal(words);
    this.#pack = signal<LanguagePack<W>>(packs[0]);
    this.#locale = signal(packs[0].tag);
    this.words = this.#words.asReadonly();
    this.locale = this.#locale.asReadonly();
    this.tag = computed(() => this.#pack().tag);
    this.direction = computed(() => this.#pack().direction);
  }

  /** Switches to the first of these that there is, by its main language; the page follows in `lang` and `dir`. @throws when its words cannot be fetched */
  async use(wanted: readonly string[], page: HTMLElement = document.documentElement): Promise<void> {
    const main = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';
    const pack = wanted
      .map((tag) => this.packs.find((one) => main(one.tag) === main(tag)))
      .find((one) => one !== undefined);
    if (pack === undefined) return;
    const turn = ++this.#wanted;
    const words = await pack.load();
    // The last choice counts, whatever arrives first.
    if (turn !== this.#wanted) return;
    this.#words.set(words);
    this.#pack.set(pack);
    const kinds = wanted.filter((tag) => main(tag) === main(pack.tag));
    this.#locale.set(kinds.find((tag) => tag.includes('-')) ?? pack.tag);
    page.lang = pack.tag;
    page.dir = pack.direction;
  }
}
