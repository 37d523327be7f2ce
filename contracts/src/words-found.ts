import { plainLetters } from './plain-letters.ts';

/** A place in a text, from `start` up to `end` in UTF-16 units, where the word number `word` of a query was found. */
export interface WordFound {
  readonly start: number;
  readonly end: number;
  readonly word: number;
}

/**
 * Where the words of a query stand in a text, whatever their case and accents. A word of several parts, as an address has them, is found
 * where they stand one after another; each part by its beginning, as Postgres finds it.
 */
export function wordsFound(text: string, query: string): readonly WordFound[] {
  const words = query
    .split(/\s+/u)
    .map((word) => partsOf(word).map(({ letters }) => letters))
    .filter((parts) => parts.length > 0);
  const parts = partsOf(text);
  const found: WordFound[] = [];
  for (let at = 0; at < parts.length;) {
    // Of words that begin alike the longest: the others are in it.
    const longest = words.reduce(
      (best, word, i) => (word.length > (words[best]?.length ?? 0) && standsAt(parts, at, word) ? i : best),
      -1,
    );
    const length = words[longest]?.length ?? 1;
    const [first, last] = [parts[at], parts[at + length - 1]];
    if (longest >= 0 && first !== undefined && last !== undefined)
      found.push({ start: first.start, end: last.end, word: longest });
    at += length;
  }
  return found;
}

interface Part {
  readonly start: number;
  readonly end: number;
  readonly letters: string;
}

const partsOf = (text: string): readonly Part[] =>
  [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu)].map(({ 0: part, index }) => ({
    start: index,
    end: index + part.length,
    letters: plainLetters(part),
  }));

const standsAt = (parts: readonly Part[], at: number, word: readonly string[]): boolean =>
  word.every((letters, i) => parts[at + i]?.letters.startsWith(letters));
