import type { Entry } from '@holdfast/chat-client';
import { plainLetters } from '@holdfast/contracts/validators';

/** A place in a conversation that holds what is looked for. `n` orders; what the log does not have yet comes last. */
export interface Match {
  readonly n: number;
  /** The entry, where it is loaded. */
  readonly id?: string;
}

/** Looking again at what was looked at before, with each key and each event, costs nothing. */
const known = new WeakMap<Entry, string>();

function lettersIn(entry: Entry): string {
  const letters = known.get(entry) ?? (entry.kind === 'message' ? plainLetters(entry.text) : '');
  known.set(entry, letters);
  return letters;
}

/** The messages among these that hold the text, oldest first: by letters, whatever their case and accents. */
export function matchesIn(entries: readonly Entry[], query: string): readonly Match[] {
  const looked = plainLetters(query.trim());
  if (looked === '') return [];
  return entries
    .filter((entry) => lettersIn(entry).includes(looked))
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
  const looked = plainLetters(query.trim());
  if (looked === '') return [{ text, found: false }];
  const { plain, from } = lettersOf(text);
  const pieces: Piece[] = [];
  let end = 0;
  for (let hit = plain.indexOf(looked); hit >= 0; hit = plain.indexOf(looked, hit + looked.length)) {
    const start = from[hit] ?? end;
    // The second letter of one that is two: it is marked already.
    if (start < end) continue;
    if (start > end) pieces.push({ text: text.slice(end, start), found: false });
    let after = hit + looked.length;
    while (from[after] === from[after - 1]) after++;
    end = from[after] ?? text.length;
    pieces.push({ text: text.slice(start, end), found: true });
  }
  if (end < text.length) pieces.push({ text: text.slice(end), found: false });
  return pieces;
}

/** A text in plain letters, and for each of them where in the text it comes from. */
function lettersOf(text: string): { readonly plain: string; readonly from: readonly number[] } {
  let plain = '';
  const from: number[] = [];
  let at = 0;
  for (const char of text) {
    const letters = char < '\u0080' ? char.toLowerCase() : plainLetters(char);
    plain += letters;
    for (const _ of letters.split('')) from.push(at);
    at += char.length;
  }
  return { plain, from };
}
