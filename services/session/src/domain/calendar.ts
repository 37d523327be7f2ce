/**
 * Whether an instant is of any calendar. The 30th of February is of the schema, and JavaScript reads it as a day of March; Postgres does not
 * read it at all, and would not project it.
 */
export const isOfCalendar = (instant: string): boolean => {
  const at = Date.parse(instant);
  return !Number.isNaN(at) && new Date(at).toISOString() === instant;
};
