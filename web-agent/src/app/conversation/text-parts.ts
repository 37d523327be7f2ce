/** A piece of a message: plain text, or a link where `href` is there. */
export interface TextPart {
  readonly text: string;
  readonly href?: string;
}

const LINK = /\b(?:https?:\/\/|mailto:|tel:)[^\s<>"']+|\bwww\.[^\s<>"']+\.[^\s<>"']+/giu;
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?)\]}]+$/u;

/** Finds the addresses in a text. Only http, https, mailto and tel are ever links; the pieces together are the text. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(TRAILING, (tail) => (isClosing(match[0], tail) ? tail : ''));
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: address, href: /^www\./i.test(address) ? `https://${address}` : address });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** A bracket that was opened within the address belongs to it. */
const isClosing = (address: string, tail: string): boolean => tail === ')' && address.includes('(');
