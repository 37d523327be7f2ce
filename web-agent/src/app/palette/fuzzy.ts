/** How well something typed stands for a text, and where in it. */
export interface Match {
  readonly score: number;
  /** Places of the matched characters. */
  readonly at: readonly number[];
}

/** Letters without their marks, in small: `Übersicht` is found by `uber`. Keeps the length, so that places fit. */
const folded = (text: string): string =>
  Array.from(text, (char) => {
    const plain = char.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    return plain.length === char.length ? plain : char.toLowerCase().slice(0, char.length).padEnd(char.length);
  }).join('');

const isStart = (text: string, at: number): boolean => at === 0 || /[\s\-–_@./(“„]/u.test(text[at - 1] ?? '');

/** All characters of the query in their order, the closer together and the nearer to the beginnings of words the better. Null: it is not in there. */
export function fuzzy(query: string, text: string): Match | null {
  const wanted = folded(query).replace(/\s+/gu, '');
  const within = folded(text);
  if (wanted === '') return { score: 0, at: [] };
  let best: Match | null = null;
  for (let from = within.indexOf(wanted[0] ?? ''); from >= 0; from = within.indexOf(wanted[0] ?? '', from + 1)) {
    const match = matchFrom(wanted, within, from);
    if (match === null) break;
    if (best === null || match.score > best.score) best = match;
  }
  return best;
}

/** Takes the rest of a word, else the next beginning of one, else the next place at all. */
function matchFrom(wanted: string, within: string, from: number): Match | null {
  const at = [from];
  let score = from === 0 ? 10 : isStart(within, from) ? 8 : 1;
  for (const char of wanted.slice(1)) {
    const last = at[at.length - 1] ?? 0;
    const place = within[last + 1] === char ? last + 1 : nextPlace(within, char, last + 1);
    if (place < 0) return null;
    score += place === last + 1 ? 5 : isStart(within, place) ? 6 : 1 - Math.min(3, (place - last) / 8);
    at.push(place);
  }
  return { score: score - within.length / 100, at };
}

function nextPlace(within: string, char: string, from: number): number {
  let any = -1;
  for (let place = within.indexOf(char, from); place >= 0; place = within.indexOf(char, place + 1)) {
    if (isStart(within, place)) return place;
    if (any < 0) any = place;
  }
  return any;
}

/** The text in pieces, those that were matched marked. */
export function pieces(
  text: string,
  at: readonly number[],
): readonly { readonly text: string; readonly hit: boolean }[] {
  const hits = new Set(at);
  const found: { text: string; hit: boolean }[] = [];
  for (let i = 0; i < text.length; i++) {
    const hit = hits.has(i);
    const last = found[found.length - 1];
    if (last?.hit === hit) last.text += text[i] ?? '';
    else found.push({ text: text[i] ?? '', hit });
  }
  return found;
}
