const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something lasts, in the two units that matter: `8 s`, `3 min`, `2 h 5 min`, `4 d`. A clock that runs ahead gives `0 s`. */
export function lasting(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) {
    const minutes = Math.floor((ms % HOUR) / MINUTE);
    return minutes === 0 ? `${Math.floor(ms / HOUR)} h` : `${Math.floor(ms / HOUR)} h ${minutes} min`;
  }
  return `${Math.floor(ms / DAY)} d`;
}

/** How long ago, for lists: `now`, `3 min`, `2 h`, `4 d`, later the date. */
export function ago(at: string, now: number, locale?: string): string {
  const ms = now - Date.parse(at);
  if (ms < MINUTE) return 'now';
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`;
  if (ms < 7 * DAY) return `${Math.floor(ms / DAY)} d`;
  return new Date(at).toLocaleDateString(locale, { day: 'numeric', month: 'short' });
}

export const clockTime = (at: string, locale?: string): string =>
  new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });

export const exactTime = (at: string, locale?: string): string =>
  new Date(at).toLocaleString(locale, { dateStyle: 'full', timeStyle: 'medium' });

/** The calendar day, where the reader is, as a key. */
export const dayOf = (at: string): string => new Date(at).toDateString();

/** What a day is called: `Today`, `Yesterday`, else the date. */
export function dayText(at: string, now: number, locale?: string): string {
  const day = dayOf(at);
  if (day === new Date(now).toDateString()) return 'Today';
  if (day === new Date(now - DAY).toDateString()) return 'Yesterday';
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Date(at).toLocaleDateString(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}
