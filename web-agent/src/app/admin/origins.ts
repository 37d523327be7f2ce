import { words } from '../../words/words.ts';

/** As `Origin` of the contracts has it. */
export const ORIGIN = /^https?:\/\/(\*\.)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(:(\d{1,5}|\*))?$/;
const LONGEST = 255;
const MOST = 50;

/** The origins that a text names, one a line, or what is wrong with the first that is none. What stands behind it of an address is passed over. */
export function originsOf(text: string): { readonly origins: readonly string[] } | { readonly problem: string } {
  const origins: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const origin = line.trim().replace(/^(\w+:\/\/[^/?#]+)[/?#].*$/, '$1');
    if (origin === '') continue;
    if (!ORIGIN.test(origin) || origin.length > LONGEST)
      return { problem: words().admin.badOrigin(index + 1, line.trim()) };
    if (!origins.includes(origin)) origins.push(origin);
  }
  return origins.length > MOST ? { problem: words().admin.tooManyOrigins } : { origins };
}
