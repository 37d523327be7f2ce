import { words } from '../../words/words.ts';

/** What a visitor is called, in the reader's language where they have no name: told apart by the end of their id. */
export const visitorText = (visitor: {
  readonly id: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}): string => visitor.name ?? visitor.email ?? words().page.visitor(visitor.id.replace(/[^A-Za-z0-9]/g, '').slice(-4));
