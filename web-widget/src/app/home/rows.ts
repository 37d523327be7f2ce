import type { SessionView } from '@holdfast/chat-client';
import type { PastSession } from '../live/visitor';

/** One of the visitor's conversations, in the list. */
export interface Row {
  readonly session: string;
  /** Who answers or answered; null: nobody yet, or it is not known here. */
  readonly agent: { readonly id: string; readonly name: string } | null;
  readonly text: string;
  readonly own: boolean;
  readonly at: string;
  readonly unread: number;
  readonly closed: boolean;
}

/** The conversations, the one that changed last first: what is kept current counts more than what the history once said. */
export function rowsOf(views: ReadonlyMap<string, SessionView>, past: readonly PastSession[]): Row[] {
  const rows = [...views.values()].flatMap(rowOf);
  const erased = new Set([...views.values()].filter(({ status }) => status === 'erased').map(({ session }) => session));
  const live = new Set(rows.map(({ session }) => session));
  for (const { session, status, changedAt, preview } of past) {
    if (live.has(session) || erased.has(session)) continue;
    const closed = status === 'closed';
    rows.push({ session, agent: null, text: preview ?? '', own: false, at: changedAt, unread: 0, closed });
  }
  return rows.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

function rowOf({ session, status, entries, assignee, unread, openedAt }: SessionView): Row[] {
  const message = entries.findLast((entry) => entry.kind === 'message');
  const at = entries.at(-1)?.at ?? openedAt;
  if (at === undefined || status === 'erased') return [];
  const { text = '', own = false } = message ?? {};
  return [{ session, agent: assignee ?? null, text, own, at, unread, closed: status === 'closed' }];
}
