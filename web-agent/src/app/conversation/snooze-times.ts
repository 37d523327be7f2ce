/** A time to which a chat can be put off, in ms since 1970. */
export interface SnoozeTime {
  readonly name: 'hour' | 'hours4' | 'tomorrow' | 'monday';
  readonly at: number;
}

const HOUR = 3_600_000;
/** When a working day begins, where the reader is. */
const MORNING = 9;

/** The usual times, in the reader's own calendar. On a Sunday tomorrow is the next Monday: then that is said once. */
export function snoozeTimes(now: number): readonly SnoozeTime[] {
  const [tomorrow, monday] = [morningIn(now, 1), morningIn(now, (8 - new Date(now).getDay()) % 7 || 7)];
  return [
    { name: 'hour', at: now + HOUR },
    { name: 'hours4', at: now + 4 * HOUR },
    { name: 'tomorrow', at: tomorrow },
    ...(monday === tomorrow ? [] : [{ name: 'monday', at: monday } as const]),
  ];
}

/** By the calendar, so that a day of 23 or 25 hours ends in the morning too. */
function morningIn(now: number, days: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, MORNING).getTime();
}

/** What `<input type="datetime-local">` takes for a time. */
export function localInput(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
