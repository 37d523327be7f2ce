import { wordsFound } from '@holdfast/contracts';

/** Of a longer message so much is quoted, and of that so much from before what was asked for, in UTF-16 units. */
const LENGTH = 160;
const BEFORE = 40;

/** What is quoted of a message that was found, as it was written: the first part that has most of what was asked for. */
export function quoted(text: string, asked: string): string {
  const line = text.trim().replace(/\s+/gu, ' ');
  if (line.length <= LENGTH) return line;
  const found = wordsFound(line, asked);
  const most = (first: number): number => {
    const end = (found[first]?.start ?? 0) + LENGTH - BEFORE;
    const words = new Set<number>();
    for (let i = first; (found[i]?.end ?? Infinity) <= end; i++) words.add(found[i]?.word ?? 0);
    return words.size;
  };
  const counts = found.map((_, i) => most(i));
  const best = found[counts.indexOf(Math.max(...counts))] ?? { start: 0, end: 0 };
  const earliest = Math.max(0, Math.min(best.start - BEFORE, line.length - LENGTH));
  const before = line.indexOf(' ', earliest);
  const from = earliest > 0 && before >= 0 && before < best.start ? before + 1 : whole(line, earliest);
  const latest = Math.min(line.length, from + LENGTH);
  const after = line.lastIndexOf(' ', latest);
  const to = latest < line.length && after >= best.end ? after : whole(line, latest);
  return `${from > 0 ? '… ' : ''}${line.slice(from, to)}${to < line.length ? ' …' : ''}`;
}

/** Not between the two halves of a letter. */
const whole = (line: string, at: number): number => (/[\udc00-\udfff]/.test(line.charAt(at)) ? at - 1 : at);
