import type { InboxCounts, InboxRow } from '@holdfast/contracts';
import { NOTICE_KINDS, type NoticeKind } from '../../look/preferences-data.ts';

/** The inbox as it was last known: the counts are the whole truth, rows are held as far as they were ever shown. */
export interface Glance {
  readonly counts: InboxCounts;
  readonly known: ReadonlyMap<string, InboxRow>;
}

/** Something to tell: of this chat, or of so many that are in no row that is held. */
export type Notice =
  | { readonly kind: NoticeKind; readonly row: InboxRow }
  | { readonly kind: NoticeKind; readonly row?: undefined; readonly count: number };

/** Of a chat that several can be said of, the first of these is. */
const FIRST: readonly NoticeKind[] = ['mention', 'message', 'assigned', 'waiting'];
const COUNTED = {
  waiting: 'waiting',
  message: 'unread',
  mention: 'mentions',
  assigned: 'mine',
} as const satisfies Record<NoticeKind, keyof InboxCounts>;

type Kinds = Readonly<Record<NoticeKind, boolean>>;

/** What holds of a row for this agent; each kind is what one of the counts counts. */
export function kindsOf(row: InboxRow, me: string): Kinds {
  const isOpen = row.status !== 'closed';
  const isMine = isOpen && row.assignee?.id === me;
  return {
    waiting: row.status === 'waiting',
    assigned: isMine,
    message: isMine && row.unread > 0,
    mention: row.mentioned?.includes(me) === true,
  };
}

/**
 * What is new between two looks at the inbox. Rows tell which chat it is; where the counts have grown by more than the rows explain,
 * chats that were not held before are taken for it, the last changed first, and what is left is told as a number.
 */
export function noticesOf(
  before: Glance,
  rows: readonly InboxRow[],
  counts: InboxCounts,
  me: string,
): readonly Notice[] {
  const left: Record<NoticeKind, number> = { waiting: 0, message: 0, mention: 0, assigned: 0 };
  for (const kind of NOTICE_KINDS) left[kind] = counts[COUNTED[kind]] - before.counts[COUNTED[kind]];
  const notices: Notice[] = [];
  const unknown: InboxRow[] = [];
  for (const row of rows) {
    const held = before.known.get(row.session);
    if (held === undefined) {
      unknown.push(row);
      continue;
    }
    const [was, is] = [kindsOf(held, me), kindsOf(row, me)];
    for (const kind of NOTICE_KINDS) left[kind] -= Number(is[kind]) - Number(was[kind]);
    const isNew = (kind: NoticeKind): boolean =>
      (is[kind] && !was[kind]) || (kind === 'message' && is.message && row.unread > held.unread);
    const kind = row.v > held.v ? FIRST.find(isNew) : undefined;
    if (kind !== undefined) notices.push({ kind, row });
  }
  for (const row of unknown.sort((a, b) => b.changedAt.localeCompare(a.changedAt))) {
    const is = kindsOf(row, me);
    const kind = FIRST.find((one) => is[one] && left[one] > 0);
    if (kind === undefined) continue;
    notices.push({ kind, row });
    for (const one of NOTICE_KINDS) if (is[one]) left[one]--;
  }
  for (const kind of FIRST) {
    // A chat that came with something unread is told once.
    if (kind === 'assigned' && left.message > 0) continue;
    if (left[kind] > 0) notices.push({ kind, count: left[kind] });
  }
  return notices;
}

/** Rows that are remembered at most. */
const REMEMBERED = 2_000;

/** What is known after a look: the rows that were shown, the longest unseen forgotten first. */
export function glanceAfter(before: Glance | null, rows: readonly InboxRow[], counts: InboxCounts): Glance {
  const known = new Map(before?.known);
  for (const row of rows) {
    known.delete(row.session);
    known.set(row.session, row);
  }
  for (const session of known.keys()) {
    if (known.size <= REMEMBERED) break;
    known.delete(session);
  }
  return { counts, known };
}
