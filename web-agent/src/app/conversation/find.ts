import type { Entry } from '@holdfast/chat-client';
import { plainLetters } from '../live/plain-letters.ts';

/** A place in a conversation that holds what is looked for. `n` orders; what the log does not have yet comes last. */
export interface Match {
  readonly n: number;
  /** The entry, where it is loaded. */
  readonly id?: string;
}

/** The messages among these that hold the text, oldest first: by letters, whatever their case and accents. */
export function matchesIn(entries: readonly Entry[], query: string): readonly Match[] {
  const looked = lettersOf(query.trim()).plain;
  if (looked === '') return [];
  return entries
    .filter((entry) => entry.kind === 'message' && lettersOf(entry.text).plain.includes(looked))
    .map(({ id, n = Number.MAX_SAFE_INTEGER }) => ({ n, id }));
}

/** Adds what the server knows of: places before what is loaded, and in it what only the server's way of searching finds. */
export function withOlder(
  loaded: readonly Match[],
  older: readonly number[],
  entries: readonly Entry[],
): readonly Match[] {
  const known = new Set(loaded.map(({ n }) => n));
  const ids = new Map(entries.map(({ n, id }) => [n, id]));
  const more = [...new Set(older)].filter((n) => !known.has(n)).map((n): Match => matchAt(n, ids.get(n)));
  return [...loaded, ...more].sort((a, b) => a.n - b.n);
}

const matchAt = (n: number, id: string | undefined): Match => (id === undefined ? { n } : { n, id });

/** A piece of a text, and whether it is what is looked for. */
export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

/** Cuts a text at what is looked for; the pieces together are the text. */
export function piecesOf(text: string, query: string): readonly Piece[] {
  const looked = lettersOf(query.trim()).plain;
  if (looked === '') return [{ text, found: false }];
  const { plain, from } = lettersOf(text);
  const pieces: Piece[] = [];
  let end = 0;
  for (let hit = plain.indexOf(looked); hit >= 0; hit = plain.indexOf(looked, hit + looked.length)) {
    const start = from[hit] ?? end;
    // The second letter of one that is two: it is marked already.
    if (start < end) continue;
    const last = from[hit + looked.length - 1] ?? start;
    if (start > end) pieces.push({ text: text.slice(end, start), found: false });
    end = from.find((index) => index > last) ?? text.length;
    pieces.push({ text: text.slice(start, end), found: true });
  }
  if (end < text.length) pieces.push({ text: text.slice(end), found: false });
  return pieces;
}

/** A text as it is typed on any keyboard, and for each of its letters where in the text it comes from. */
function lettersOf(text: string): { readonly plain: string; readonly from: readonly number[] } {
  let plain = '';
  const from: number[] = [];
  let at = 0;
  for (const char of text) {
    const letters = plainLetters(char);
    plain += letters;
    from.push(...Array.from({ length: letters.length }, () => at));
    at += char.length;
  }
  return { plain, from };
}
