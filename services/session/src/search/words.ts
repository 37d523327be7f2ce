/**
 * What somebody typed, as Postgres' `tsquery` text: every word, the last one by its beginning, because they may still be typing it.
 * Null when there is nothing to look for. Quoting keeps the operators of the query language plain characters.
 */
export function wordsAsked(text: string): string | null {
  const words = quotedWords(text);
  return words.length === 0 ? null : `${words.join(' & ')}:*`;
}

/** The same, where of every word the beginning will do. */
export function beginningsAsked(text: string): string | null {
  const words = quotedWords(text);
  return words.length === 0 ? null : words.map((word) => `${word}:*`).join(' & ');
}

const quotedWords = (text: string): string[] =>
  text
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .map((word) => `'${word.replaceAll(/['\\]/g, '$&$&')}'`);
