import type { InboxRow } from '@holdfast/contracts';
import { ago, clockTime, lasting } from '@holdfast/look';
import { locale, words } from '../../words/words.ts';
import { visitorText } from '../live/visitor-text.ts';
import { type Urgency, urgencyOf } from './urgency.ts';

const DAY_MS = 86_400_000;

/** A row of the inbox as it reads at a moment. */
export interface RowText {
  readonly visitor: string;
  readonly line: string;
  /** A row does not know which agent it was: a reply is shown as one, and nobody is claimed to have written it. */
  readonly kind: 'note' | 'reply' | 'visitor';
  /** How long the visitor has been waiting for an agent, or for an answer of the one who has the chat; absent unless they are. */
  readonly wait?: { readonly text: string; readonly urgency: Urgency };
  readonly when: string;
  readonly whenExact: string;
  readonly holder: string;
  /** `Closed`, or until when it sleeps. */
  readonly state: string;
}

export function rowText(row: InboxRow, me: string, now: number): RowText {
  const { lastMessage, waitingSince, assignee, status, snoozedUntil } = row;
  // The list is in the order of changes, of which a message is one.
  const whenExact = row.changedAt;
  const { inbox } = words();
  const since = waitingSince ?? unansweredSince(row);
  const waited = since === undefined ? undefined : now - Date.parse(since);
  return {
    visitor: visitorText(row.visitor),
    line: lastMessage === undefined ? inbox.nothingYet : lastMessage.text.replace(/\s+/g, ' '),
    kind: lastMessage?.internal === true ? 'note' : lastMessage?.from === 'agent' ? 'reply' : 'visitor',
    when: ago(whenExact, now, locale()),
    whenExact,
    holder: assignee === undefined ? '' : assignee.id === me ? inbox.withYou : assignee.name,
    state:
      status === 'closed'
        ? inbox.isClosed
        : status === 'snoozed'
          ? inbox.snoozed(snoozedUntil === undefined ? '' : momentText(snoozedUntil, now))
          : '',
    ...(waited === undefined ? {} : { wait: { text: lasting(waited, locale()), urgency: urgencyOf(waited) } }),
  };
}

/** When the visitor wrote what is the last word in a chat that somebody has. */
function unansweredSince({ status, lastMessage }: InboxRow): string | undefined {
  return status === 'assigned' && lastMessage?.from === 'visitor' ? lastMessage.at : undefined;
}

/** A moment to come, in as few words as it takes: the time where it is today, with the weekday within six days, else the day. */
function momentText(at: string, now: number): string {
  const moment = new Date(at);
  const time = clockTime(at, locale());
  if (moment.toDateString() === new Date(now).toDateString()) return time;
  const isSoon = moment.getTime() - now < 6 * DAY_MS;
  const day = new Intl.DateTimeFormat(locale(), isSoon ? { weekday: 'short' } : { day: 'numeric', month: 'short' });
  return `${day.format(moment)}, ${time}`;
}
