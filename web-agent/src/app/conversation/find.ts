import type { Entry } from '@holdfast/chat-client';

/** A place in a conversation that holds what is looked for. `n` orders; what the log does not have yet comes last. */
export interface Match {
  readonly n: number;
  /** The entry, where it is loaded. */
  readonly id?: string;
}

/** A search as it is matched: by letters, whatever their case; undefined where nothing is looked for. */
export function patternOf(query: string): RegExp | undefined {
  const text = query.trim().normalize();
  return text === '' ? undefined : new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&'), 'giu');
}

/** The messages among these that hold the text, oldest first. */
export function matchesIn(entries: readonly Entry[], query: string): readonly Match[] {
  const pattern = patternOf(query);
  if (pattern === undefined) return [];
  return entries
    .filter((entry) => entry.kind === 'message' && entry.text.normalize().search(pattern) >= 0)
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
  const pattern = patternOf(query);
  if (pattern === undefined) return [{ text, found: false }];
  const pieces: Piece[] = [];
  let end = 0;
  for (const { index, 0: hit } of text.matchAll(pattern)) {
    if (index > end) pieces.push({ text: text.slice(end, index), found: false });
    pieces.push({ text: hit, found: true });
    end = index + hit.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), found: false });
  return pieces;
}
