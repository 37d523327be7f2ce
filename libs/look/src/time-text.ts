/*
 * Times as people read them. `locale` is a BCP 47 tag; absent: the browser's.
 */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Unit = 'second' | 'minute' | 'hour' | 'day';
const units = new Map<string, Intl.NumberFormat>();
function amount(value: number, unit: Unit, locale: string | undefined): string {
  const key = `${locale ?? ''} ${unit}`;
  // A short day is `4 Tg.` in German, which nobody writes.
  const unitDisplay = unit === 'day' ? 'long' : 'short';
  const known = units.get(key) ?? new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay });
  units.set(key, known);
  return known.format(value);
}

/** How long something lasts, in the two units that matter: `8 sec`, `3 min`, `2 hr 5 min`, `4 days`. A clock that runs ahead gives `0 sec`. */
export function lasting(ms: number, locale?: string): string {
  if (ms < MINUTE) return amount(Math.max(0, Math.floor(ms / SECOND)), 'second', locale);
  if (ms < HOUR) return amount(Math.floor(ms / MINUTE), 'minute', locale);
  if (ms >= DAY) return amount(Math.floor(ms / DAY), 'day', locale);
  const hours = amount(Math.floor(ms / HOUR), 'hour', locale);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  return minutes === 0 ? hours : `${hours} ${amount(minutes, 'minute', locale)}`;
}

/** How long ago, for lists: `now`, `3 min`, `2 hr`, `4 days`, later the date. */
export function ago(at: string, now: number, locale?: string): string {
  const ms = now - Date.parse(at);
  if (ms < MINUTE) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second');
  if (ms < HOUR) return amount(Math.floor(ms / MINUTE), 'minute', locale);
  if (ms < DAY) return amount(Math.floor(ms / HOUR), 'hour', locale);
  if (ms < 7 * DAY) return amount(Math.floor(ms / DAY), 'day', locale);
  return new Date(at).toLocaleDateString(locale, { day: 'numeric', month: 'short' });
}

export const clockTime = (at: string, locale?: string): string =>
  new Date(at).toLocaleTimeString(locale, { timeStyle: 'short' });

/** Date and time to the second, for whoever wants to know exactly. */
export const exactTime = (at: string, locale?: string): string =>
  new Date(at).toLocaleString(locale, { dateStyle: 'full', timeStyle: 'medium' });

/** The calendar day, where the reader is, as a key. */
export const dayOf = (at: string): string => new Date(at).toDateString();

/** What a day is called: `Today`, `Yesterday`, else the date. */
export function dayText(at: string, now: number, locale?: string): string {
  const day = dayOf(at);
  for (const back of [0, 1]) {
    if (day !== new Date(now - back * DAY).toDateString()) continue;
    const name = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-back, 'day');
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  }
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Date(at).toLocaleDateString(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}
