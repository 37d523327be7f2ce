import type { SessionView } from '@holdfast/chat-client';
import { clockTime, dayText, lasting } from '@holdfast/look';
import { locale, words } from '../../words/words.ts';

/** A time to come as it is read: the day and the hour; of today the hour alone. */
export function timeText(at: string, now: number): string {
  const time = clockTime(at, locale());
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return isToday ? time : words().conversation.standing.at(dayText(at, now, locale()), time);
}

/** Where a chat stands, in a few words. */
export function standingText(
  view: Pick<SessionView, 'status' | 'assignee' | 'snoozedUntil' | 'waitingSince'>,
  me: string,
  now: number,
): string {
  const said = words().conversation.standing;
  const holder =
    view.assignee === undefined ? undefined : view.assignee.id === me ? said.withYou : said.with(view.assignee.name);
  switch (view.status) {
    case 'absent':
    case 'erased':
      return '';
    case 'waiting':
      return view.waitingSince === undefined
        ? said.waiting
        : said.waitingFor(lasting(now - Date.parse(view.waitingSince), locale()));
    case 'assigned':
      return holder ?? '';
    case 'snoozed': {
      const until =
        view.snoozedUntil === undefined ? said.snoozed : said.snoozedUntil(timeText(view.snoozedUntil, now));
      return holder === undefined ? until : `${until} · ${holder}`;
    }
    case 'closed':
      return said.closed;
  }
}
