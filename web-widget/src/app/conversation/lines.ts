import type { Entry, MessageEntry } from '@holdfast/chat-client';
import { words } from '../words';

/** What stands in the conversation: a day, a sentence, or a message that may belong to the one before it. */
export type Line =
  | { readonly kind: 'day'; readonly id: string; readonly at: string }
  | { readonly kind: 'sentence'; readonly id: string; readonly text: string }
  | { readonly kind: 'message'; readonly id: string; readonly message: MessageEntry; readonly joined: boolean };

/** Messages of one sender within this time are one group. */
const JOINED_MS = 5 * 60_000;

/** The lines of a conversation: a line for each new day, sentences for what visitors care about, and messages in groups. */
export function linesOf(entries: readonly Entry[]): Line[] {
  const lines: Line[] = [];
  let day = '';
  let before: MessageEntry | null = null;
  for (const entry of entries) {
    const text = entry.kind === 'notice' ? sentenceOf(entry) : null;
    if (entry.kind === 'notice' && text === null) continue;
    const today = new Date(entry.at).toDateString();
    if (today !== day) {
      lines.push({ kind: 'day', id: `day:${entry.id}`, at: entry.at });
      before = null;
    }
    day = today;
    if (entry.kind === 'notice') {
      lines.push({ kind: 'sentence', id: entry.id, text: text ?? '' });
      before = null;
    } else {
      lines.push({
        kind: 'message',
        id: entry.id,
        message: entry,
        joined: before !== null && belongTogether(before, entry),
      });
      before = entry;
    }
  }
  return lines;
}

const belongTogether = (a: MessageEntry, b: MessageEntry): boolean =>
  a.from.kind === b.from.kind && a.from.id === b.from.id && Date.parse(b.at) - Date.parse(a.at) < JOINED_MS;

function sentenceOf({ notice }: Extract<Entry, { kind: 'notice' }>): string | null {
  switch (notice.type) {
    case 'assigned':
      return words.assigned(notice.agent.name);
    case 'unassigned':
      return words.handedOver;
    case 'transfer-requested':
      return words.transferred;
    case 'closed':
      return words.closed;
    case 'reopened':
      return words.reopened;
    case 'rated':
      return words.rated(notice.score);
    default:
      return null;
  }
}
