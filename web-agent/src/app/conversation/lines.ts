import type { Entry, MessageEntry, NoticeEntry } from '@holdfast/chat-client';
import { dayOf } from '@holdfast/look';

/** What stands in the flow of a conversation, from top to bottom. */
export type Line =
  | { readonly kind: 'day'; readonly id: string; readonly at: string }
  | { readonly kind: 'unread'; readonly id: string }
  | { readonly kind: 'notice'; readonly id: string; readonly entry: NoticeEntry }
  | MessageLine;

export interface MessageLine {
  readonly kind: 'message';
  readonly id: string;
  readonly entry: MessageEntry;
  /** Whether a group of messages by one person starts, or ends, here. */
  readonly starts: boolean;
  readonly ends: boolean;
}

/** Messages of one person further apart than this are not one group, in ms. */
const GROUP_MS = 5 * 60_000;

/** Puts days, groups and, before the message `unreadFrom`, the line of what is unread into the flow. */
export function linesOf(entries: readonly Entry[], unreadFrom: string | undefined): readonly Line[] {
  const lines: Line[] = [];
  let before: Entry | undefined;
  entries.forEach((entry, index) => {
    const newDay = before === undefined || dayOf(before.at) !== dayOf(entry.at);
    if (newDay) lines.push({ kind: 'day', id: `day:${entry.id}`, at: entry.at });
    const unread = entry.id === unreadFrom;
    if (unread) lines.push({ kind: 'unread', id: 'unread' });
    const after = entries[index + 1];
    if (entry.kind === 'notice') {
      if (!isOutdone(entry, after)) lines.push({ kind: 'notice', id: entry.id, entry });
    } else {
      const starts = newDay || unread || !together(before, entry);
      const ends =
        after === undefined ||
        after.id === unreadFrom ||
        dayOf(after.at) !== dayOf(entry.at) ||
        !together(entry, after);
      lines.push({ kind: 'message', id: entry.id, entry, starts, ends });
    }
    before = entry;
  });
  return lines;
}

/** Labels are told whole each time: of several changes in a row by one person the last says it all. */
const isOutdone = ({ notice, from, at }: NoticeEntry, after: Entry | undefined): boolean =>
  notice.type === 'labelled' &&
  after?.kind === 'notice' &&
  after.notice.type === 'labelled' &&
  after.from.kind === from.kind &&
  after.from.id === from.id &&
  dayOf(after.at) === dayOf(at);

function together(one: Entry | undefined, other: Entry): boolean {
  if (one?.kind !== 'message' || other.kind !== 'message') return false;
  return (
    one.from.kind === other.from.kind &&
    one.from.id === other.from.id &&
    one.visibility === other.visibility &&
    Math.abs(Date.parse(other.at) - Date.parse(one.at)) <= GROUP_MS
  );
}

/** The first of the last `unread` public messages of others. */
export function firstUnread(entries: readonly Entry[], unread: number): string | undefined {
  const others = entries.filter((entry) => entry.kind === 'message' && !entry.own && entry.visibility === 'public');
  return unread === 0 ? undefined : others[Math.max(0, others.length - unread)]?.id;
}
