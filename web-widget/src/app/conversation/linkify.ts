/** A run of a message: plain text, or a link. */
export interface Run {
  readonly text: string;
  readonly href?: string;
}

const LINK = /\b(?:https?:\/\/|mailto:|tel:)[^\s<>"']+/gi;
/** Punctuation that ends the sentence rather than the address. */
const TRAILING = /[.,;:!?)\]}]+$/;

/** Splits a text into runs; only http, https, mailto and tel become links, and the runs joined are the text. */
export function linkify(text: string): Run[] {
  const runs: Run[] = [];
  let done = 0;
  for (const match of text.matchAll(LINK)) {
    const href = match[0].replace(TRAILING, '');
    if (!URL.canParse(href)) continue;
    if (match.index > done) runs.push({ text: text.slice(done, match.index) });
    runs.push({ text: href, href });
    done = match.index + href.length;
  }
  if (done < text.length) runs.push({ text: text.slice(done) });
  return runs;
}
