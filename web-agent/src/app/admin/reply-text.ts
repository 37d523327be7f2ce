/** What is filled in when a canned reply is inserted. */
export const VARIABLES = ['{{visitor.name}}', '{{visitor.firstName}}', '{{agent.name}}', '{{workspace.name}}'] as const;
export type Variable = (typeof VARIABLES)[number];

/** Whatever stands in double braces. */
const BRACES = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The text with its variables filled in; braces that name none stay. */
export const filledIn = (text: string, values: Readonly<Record<Variable, string>>): string =>
  text.replace(BRACES, (whole, name: string) => {
    const variable = VARIABLES.find((one) => one === `{{${name}}}`);
    return variable === undefined ? whole : values[variable];
  });

/** What stands in braces and names nothing. */
export const unknownIn = (text: string): string[] => [
  ...new Set([...text.matchAll(BRACES)].filter(([, name]) => !isVariable(`{{${name ?? ''}}}`)).map(([whole]) => whole)),
];

const isVariable = (text: string): boolean => VARIABLES.some((variable) => variable === text);

/** Replies that hold what is looked for, by shortcut. */
export function repliesFor<R extends { readonly shortcut: string; readonly text: string }>(
  replies: readonly R[],
  looked: string,
): R[] {
  const wanted = looked.trim().replace(/^\//, '').toLowerCase();
  return replies
    .filter(({ shortcut, text }) => shortcut.includes(wanted) || text.toLowerCase().includes(wanted))
    .sort((a, b) => a.shortcut.localeCompare(b.shortcut));
}

/** As `Shortcut` of the contracts has it. */
export const SHORTCUT = /^[a-z0-9][a-z0-9-]{0,39}$/;
