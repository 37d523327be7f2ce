import { words } from '../../words/words.ts';

/** What of a visitor's name as it is shown they can be looked for by: of who has none, the end of their id. */
export function visitorAsked(query: string): string {
  const [before = ''] = words().page.visitor('\n').split('\n');
  return query.toLowerCase().startsWith(before.toLowerCase()) ? query.slice(before.length) : query;
}

/** What a visitor is called, in the reader's language where they have no name: told apart by the end of their id. */
export const visitorText = (visitor: {
  readonly id: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}): string => visitor.name ?? visitor.email ?? words().page.visitor(visitor.id.replace(/[^A-Za-z0-9]/g, '').slice(-4));
