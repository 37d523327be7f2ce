/** One or two letters to know a name by. */
export function initialsOf(name: string): string {
  // Of an e-mail address what stands before the @ is the person.
  const words = name
    .replace(/@.*$/u, '')
    .split(/[\s._-]+/u)
    .filter((word) => word !== '');
  const picked = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  const letters = picked.map((word) => Array.from(word ?? '')[0] ?? '').join('');
  return letters === '' ? '?' : letters.toLocaleUpperCase();
}

/** A hue in degrees, the same for the same id. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return hash % 360;
}
