/** Replies that hold what is looked for, by shortcut. */
export function repliesFor<R extends { readonly shortcut: string; readonly text: string }>(
  replies: readonly R[],
  looked: string,
): R[] {
  const wanted = shortcutOf(looked);
  return replies
    .filter(({ shortcut, text }) => shortcut.includes(wanted) || text.toLowerCase().includes(wanted))
    .sort((a, b) => a.shortcut.localeCompare(b.shortcut));
}

/** What is meant by what was typed: as it is used, with a slash, or as it is kept. */
export const shortcutOf = (typed: string): string => typed.trim().replace(/^\//, '').toLowerCase();

/** As `Shortcut` of the contracts has it. */
export const SHORTCUT = /^[a-z0-9][a-z0-9-]{0,39}$/;
