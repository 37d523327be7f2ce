import type { Entry, MessageEntry } from '@holdfast/chat-client';
import type { Words } from '../../words/en';

/** What stands in the conversation: a day, a sentence, where the unread begins, or a message, first or last of what one says in a row. */
export type Line =
  | { readonly kind: 'day'; readonly id: string; readonly at: string }
  | { readonly kind: 'sentence'; readonly id: string; readonly text: string }
  | { readonly kind: 'unread'; readonly id: string }
  | {
      readonly kind: 'message';
      readonly id: string;
      readonly message: MessageEntry;
      readonly joined: boolean;
      readonly last: boolean;
    };

/** Messages of one sender within this time are one group. */
const JOINED_MS = 5 * 60_000;

/**
 * The lines of a conversation: a line for each new day, sentences for what visitors care about, and messages in groups.
 * @param unreadFrom the id of the first message that was not read when the visitor came
 */
export function linesOf(entries: readonly Entry[], words: Words, unreadFrom: string | null = null): Line[] {
  const lines: Line[] = [];
  let day = '';
  let before: MessageEntry | null = null;
  for (const entry of entries) {
    const text = entry.kind === 'notice' ? sentenceOf(entry, words) : null;
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
      if (entry.id === unreadFrom) {
        lines.push({ kind: 'unread', id: `unread:${entry.id}` });
        before = null;
      }
      const joined = before !== null && belongTogether(before, entry);
      const above = lines.at(-1);
      if (joined && above?.kind === 'message') lines[lines.length - 1] = { ...above, last: false };
      lines.push({ kind: 'message', id: entry.id, message: entry, joined, last: true });
      before = entry;
    }
  }
  return lines;
}

const belongTogether = (a: MessageEntry, b: MessageEntry): boolean =>
  a.from.kind === b.from.kind && a.from.id === b.from.id && Date.parse(b.at) - Date.parse(a.at) < JOINED_MS;

/** The first of the messages that the visitor has not seen; null: they have seen all. */
export function firstUnread(entries: readonly Entry[], unread: number): string | null {
  const theirs = entries.filter((entry) => entry.kind === 'message' && !entry.own);
  return unread === 0 ? null : (theirs.at(-unread)?.id ?? null);
}

function sentenceOf({ notice }: Extract<Entry, { kind: 'notice' }>, words: Words): string | null {
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
