const LETTERS: Record<string, string> = Object.fromEntries(
  Array.from('abcdefghijklmnopqrstuvwxyz', (letter, i) => [
    letter,
    Array.from('ابتثجحخدذرزسشصضطظعغفقكلمنو')[i] ?? letter,
  ]),
);

/**
 * A dictionary whose words look Arabic and read right to left: shows what a layout does in such a script without a translation.
 * What is put into a sentence (names, numbers) stays as it is.
 */
export const pseudoArabic = <W>(words: W): W => turned(words) as W;

function turned(value: unknown): unknown {
  if (typeof value === 'string') return Array.from(value, (char) => LETTERS[char.toLowerCase()] ?? char).join('');
  if (typeof value === 'function') {
    return (...given: unknown[]) => {
      const sentence = (value as (...parts: unknown[]) => unknown)(...given);
      return typeof sentence === 'string' ? turnedAround(sentence, given) : turned(sentence);
    };
  }
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, turned(held)]));
}

/** The sentence turned, but for what was put into it. */
function turnedAround(sentence: string, given: readonly unknown[]): string {
  const kept = given.filter((part) => typeof part === 'string' || typeof part === 'number').map(String);
  const [first, ...others] = kept.filter((part) => part !== '');
  if (first === undefined) return turned(sentence) as string;
  return sentence
    .split(first)
    .map((part) => turnedAround(part, others))
    .join(first);
}
