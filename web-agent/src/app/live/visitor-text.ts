import { type visitorName } from '@holdfast/look';
import { words } from '../../words/words.ts';

/** What a visitor is called, in the reader's language where they have no name. */
export const visitorText = (visitor: Parameters<typeof visitorName>[0]): string =>
  visitor.name ?? visitor.email ?? words().page.visitor(visitor.id.replace(/[^A-Za-z0-9]/g, '').slice(-4));
