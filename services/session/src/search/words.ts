/**
 * What somebody typed, as Postgres' `tsquery` text: every word, the last one by its beginning, because they may still be typing it.
 * Null when there is nothing to look for. Quoting keeps the operators of the query language plain characters.
 */
export function wordsAsked(text: string): string | null {
  const words = text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length === 0) return null;
  return `${words.map((word) => `'${word.replaceAll(/['\\]/g, '$&$&')}'`).join(' & ')}:*`;
}
