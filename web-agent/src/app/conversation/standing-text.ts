import type { SessionView } from '@holdfast/chat-client';
import { clockTime, dayText, lasting } from '@holdfast/look';

/** Where a chat stands, in a few words. `waitingSince` is when the present wait began, where that is known. */
export function standingText(
  view: Pick<SessionView, 'status' | 'assignee' | 'snoozedUntil'>,
  me: string,
  now: number,
  waitingSince: string | undefined,
): string {
  const holder = view.assignee === undefined ? '' : view.assignee.id === me ? 'you' : view.assignee.name;
  switch (view.status) {
    case 'absent':
    case 'erased':
      return '';
    case 'waiting':
      return waitingSince === undefined
        ? 'Waiting for an agent'
        : `Waiting for an agent for ${lasting(now - Date.parse(waitingSince))}`;
    case 'assigned':
      return `With ${holder}`;
    case 'snoozed': {
      const until =
        view.snoozedUntil === undefined
          ? ''
          : ` until ${dayText(view.snoozedUntil, now)}, ${clockTime(view.snoozedUntil)}`;
      return `Snoozed${until}${holder === '' ? '' : `, with ${holder}`}`;
    }
    case 'closed':
      return 'Closed';
  }
}

/** When the present wait for an agent began: the last thing that asked for one. */
export function waitingSince(view: Pick<SessionView, 'status' | 'entries'>): string | undefined {
  if (view.status !== 'waiting') return undefined;
  return view.entries.findLast(
    (entry) =>
      entry.kind === 'notice' && ['opened', 'reopened', 'unassigned', 'transfer-requested'].includes(entry.notice.type),
  )?.at;
}
