/*
 * Times as people read them. `locale` is a BCP 47 tag; absent: the browser's.
 */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Making a formatter takes the time of a hundred formattings, and a list asks for them row by row: they are made once for each locale. */
function once<F>(make: (locale: string | undefined) => F): (locale: string | undefined) => F {
  const made = new Map<string | undefined, F>();
  return (locale) => {
    const formatter = made.get(locale) ?? make(locale);
    made.set(locale, formatter);
    return formatter;
  };
}

const count = (unit: 'second' | 'minute' | 'hour' | 'day') =>
  // A short day is `4 Tg.` in German, which nobody writes.
  once(
    (locale) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: unit === 'day' ? 'long' : 'short' }),
  );
const seconds = count('second');
const minutes = count('minute');
const hours = count('hour');
const days = count('day');
const relative = once((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const date = (parts: Intl.DateTimeFormatOptions) => once((locale) => new Intl.DateTimeFormat(locale, parts));
const shortDate = date({ day: 'numeric', month: 'short' });
const clock = date({ timeStyle: 'short' });
const exact = date({ dateStyle: 'full', timeStyle: 'medium' });
const dayOfYear = date({ weekday: 'long', day: 'numeric', month: 'long' });
const fullDay = date({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** How long something lasts, in the two units that matter: `8 sec`, `3 min`, `2 hr 5 min`, `4 days`. A clock that runs ahead gives `0 sec`. */
export function lasting(ms: number, locale?: string): string {
  if (ms < MINUTE) return seconds(locale).format(Math.max(0, Math.floor(ms / SECOND)));
  if (ms < HOUR) return minutes(locale).format(Math.floor(ms / MINUTE));
  if (ms >= DAY) return days(locale).format(Math.floor(ms / DAY));
  const whole = hours(locale).format(Math.floor(ms / HOUR));
  const rest = Math.floor((ms % HOUR) / MINUTE);
  return rest === 0 ? whole : `${whole} ${minutes(locale).format(rest)}`;
}

/** How long ago, for lists: `now`, `3 min`, `2 hr`, `4 days`, later the date. */
export function ago(at: string, now: number, locale?: string): string {
  const ms = now - Date.parse(at);
  if (ms < MINUTE) return relative(locale).format(0, 'second');
  if (ms < HOUR) return minutes(locale).format(Math.floor(ms / MINUTE));
  if (ms < DAY) return hours(locale).format(Math.floor(ms / HOUR));
  if (ms < 7 * DAY) return days(locale).format(Math.floor(ms / DAY));
  return shortDate(locale).format(new Date(at));
}

export const clockTime = (at: string, locale?: string): string => clock(locale).format(new Date(at));

/** Date and time to the second, for whoever wants to know exactly. */
export const exactTime = (at: string, locale?: string): string => exact(locale).format(new Date(at));

/** The calendar day, where the reader is, as a key. */
export const dayOf = (at: string): string => new Date(at).toDateString();

/** What a day is called: `Today`, `Yesterday`, else the date. */
export function dayText(at: string, now: number, locale?: string): string {
  const day = dayOf(at);
  for (const back of [0, 1]) {
    if (day !== new Date(now - back * DAY).toDateString()) continue;
    const name = relative(locale).format(-back, 'day');
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  }
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayOfYear : fullDay)(locale).format(new Date(at));
}
