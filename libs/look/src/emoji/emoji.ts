/** An emoji as it is looked for. */
export interface Emoji {
  readonly char: string;
  /** What the reader's language calls it. */
  readonly name: string;
  readonly tags: readonly string[];
  readonly group: number;
}

/** How many emoji a search answers at most. */
const FOUND_LIMIT = 96;
/** How many of those used last are remembered. */
const RECENT_LIMIT = 16;

const wordsOf = (text: string, locale: string): string[] => text.toLocaleLowerCase(locale).split(/[\s,:–-]+/u);

/** The emoji with words that begin as those of the query do: first whose name begins so, then those that are called so, then those that are tagged so. */
export function findEmoji(all: readonly Emoji[], query: string, locale: string): readonly Emoji[] {
  const asked = wordsOf(query, locale).filter((word) => word !== '');
  if (asked.length === 0) return [];
  const leading: Emoji[] = [];
  const named: Emoji[] = [];
  const tagged: Emoji[] = [];
  for (const emoji of all) {
    const name = wordsOf(emoji.name, locale);
    const every = (words: readonly string[]): boolean =>
      asked.every((ask) => words.some((word) => word.startsWith(ask)));
    if (emoji.char === query.trim() || every(name)) (name[0]?.startsWith(asked[0] ?? '') ? leading : named).push(emoji);
    else if (every([...name, ...emoji.tags.flatMap((tag) => wordsOf(tag, locale))])) tagged.push(emoji);
  }
  return [...leading, ...named, ...tagged].slice(0, FOUND_LIMIT);
}

/** Which of `count` cells in rows of `columns` a key leads to; null: the key is none of the grid's. In RTL left and right change places. */
export function stepInGrid(key: string, at: number, columns: number, count: number, rtl: boolean): number | null {
  const row = Math.floor(at / columns) * columns;
  const forward = rtl ? 'ArrowLeft' : 'ArrowRight';
  const back = rtl ? 'ArrowRight' : 'ArrowLeft';
  const within = (wanted: number): number => (wanted < 0 || wanted >= count ? at : wanted);
  switch (key) {
    case forward:
      return within(at + 1);
    case back:
      return within(at - 1);
    case 'ArrowDown':
      return within(at + columns);
    case 'ArrowUp':
      return within(at - columns);
    case 'Home':
      return row;
    case 'End':
      return Math.min(row + columns, count) - 1;
    default:
      return null;
  }
}

/** Those used last after this one was used. */
export const usedLast = (before: readonly string[], char: string): readonly string[] =>
  [char, ...before.filter((other) => other !== char)].slice(0, RECENT_LIMIT);
