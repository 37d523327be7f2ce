/** A piece of a message: plain text, a link where `href` is there, or code as it was fenced. */
export interface TextPart {
  /** What was written. Of code: with its backticks, so that all pieces together are the text. */
  readonly text: string;
  readonly href?: string;
  /** Present on code: what stands between the backticks, and whether it is a block of its own. */
  readonly code?: { readonly body: string; readonly block: boolean };
}

const CODE = /```(?:[a-z0-9+#-]{0,20}\n)?([^`](?:[\s\S]*?[^`])?)```|(?<!`)`([^`\n]+)`(?!`)/giu;
const LINK = /\b(?:https?:\/\/|mailto:|tel:)[^\s<>"'`]+|\bwww\.[^\s<>"'`]+\.[^\s<>"'`]+/giu;
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?)\]}]+$/u;

/**
 * Splits a text into what is shown differently. Only http, https, mailto and tel are ever links, nothing within code is,
 * and the pieces together are the text, letter for letter.
 */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(CODE)) {
    parts.push(...linkParts(text.slice(end, match.index)));
    const [whole, block, inline] = match;
    parts.push({ text: whole, code: { body: (block ?? inline ?? '').replace(/\n$/, ''), block: block !== undefined } });
    end = match.index + whole.length;
  }
  return [...parts, ...linkParts(text.slice(end))];
}

function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const address = trimmed(match[0]);
    const href = /^www\./i.test(address) ? `https://${address}` : address;
    if (!URL.canParse(href)) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** Without the end of the sentence. A bracket that was opened within the address belongs to it. */
function trimmed(address: string): string {
  const tail = TRAILING.exec(address)?.[0] ?? '';
  const bare = address.slice(0, address.length - tail.length);
  return tail.startsWith(')') && bare.includes('(') && !bare.includes(')') ? `${bare})` : bare;
}

const EMOJI = /^(?:\p{RGI_Emoji}\s*){1,3}$/v;

/** One to three emoji and nothing else: shown large. */
export const isEmojiOnly = (text: string): boolean => EMOJI.test(text.trim());
