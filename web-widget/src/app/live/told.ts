import type { SessionView } from '@holdfast/chat-client';
import type { Preview, QueuePlace, Status } from '../../loader/protocol';

/*
 * What the page around is told, made from what is shown. Pure: the same views tell the same.
 */

/** The last message that the visitor has not seen, of whichever conversation. */
export function previewOf(views: readonly SessionView[], { picture, initials, somebody }: Telling): Preview | null {
  let latest: { at: string; preview: Preview } | null = null;
  for (const { session, unread, entries } of views) {
    if (unread === 0) continue;
    const message = entries.findLast((entry) => entry.kind === 'message' && !entry.own);
    if (message?.kind !== 'message' || (latest !== null && message.at < latest.at)) continue;
    const { id, at, from, text } = message;
    const name = from.name ?? somebody;
    const shown = { id, session, name, initials: initials(name), picture: picture(from.id), text: text.slice(0, 300) };
    latest = { at, preview: shown };
  }
  return latest?.preview ?? null;
}
export interface Telling {
  readonly picture: (agentId: string) => string;
  readonly initials: (name: string) => string;
  readonly somebody: string;
}

export function queueOf(view: SessionView | null): QueuePlace | null {
  const { position, expectedWaitMs } = view?.standing ?? {};
  if (view?.status !== 'waiting' || position === undefined) return null;
  return { position, expectedWaitMs: expectedWaitMs ?? null };
}

export function statusOf(view: SessionView | null): Status {
  switch (view?.status) {
    case 'waiting':
    case 'closed':
      return view.status;
    case 'assigned':
    case 'snoozed':
      return 'open';
    case 'absent':
    case 'erased':
    case undefined:
      return 'none';
  }
}
