/** A piece of a message: plain text, a link, code within a line, or lines of code. */
export interface TextPart {
  readonly kind: 'text' | 'link' | 'code' | 'block';
  readonly text: string;
  /** Of a link: http, https, mailto or tel. */
  readonly href?: string;
}

const CODE = /```[^\S\n]*[\w+-]*\n([\s\S]*?)\n?```\n?|`([^`\n]+)`/gu;
const LINK = /\b(?:https?:\/\/|mailto:|tel:)[^\s<>"'`]+|\bwww\.[^\s<>"'`]+\.[^\s<>"'`]+/giu;
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?)\]}]+$/u;

/** Finds code and addresses in a text. The pieces together are the text, but for the marks around code. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(CODE)) {
    parts.push(...linked(text.slice(end, match.index)));
    const [whole, block, inline] = match;
    parts.push(block === undefined ? { kind: 'code', text: inline ?? '' } : { kind: 'block', text: block });
    end = match.index + whole.length;
  }
  return [...parts, ...linked(text.slice(end))];
}

function linked(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(TRAILING, (tail) => (isClosing(match[0], tail) ? tail : ''));
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push({ kind: 'link', text: address, href: /^www\./i.test(address) ? `https://${address}` : address });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

/** A bracket that was opened within the address belongs to it. */
const isClosing = (address: string, tail: string): boolean => tail === ')' && address.includes('(');

const EMOJI = /^(?:\p{RGI_Emoji}|\s)+$/v;
/** A message of so many emoji at most, and nothing else, is shown large. */
const LARGE_UP_TO = 4;

/** Whether a text is a few emoji and nothing else. */
export function isEmojiOnly(text: string): boolean {
  if (text.length > 100 || !EMOJI.test(text)) return false;
  const symbols = Array.from(new Intl.Segmenter().segment(text.replace(/\s/gu, '')));
  return symbols.length > 0 && symbols.length <= LARGE_UP_TO;
}
