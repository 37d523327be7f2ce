import type { SearchResult, VisitorsFound } from '../../api/api.ts';
import { visitorText } from '../live/visitor-text.ts';
import { marked, type Piece } from './marked.ts';

/** A line of what was found: where it leads, and what it shows. */
export interface FoundRow {
  readonly id: string;
  readonly session: string;
  /** The number of the message in its chat. */
  readonly n?: number;
  readonly who: { readonly id: string; readonly name: string };
  readonly pieces: readonly Piece[];
  readonly at: string;
  /** Who wrote the message, where it was not the visitor. */
  readonly from?: string;
  readonly chats?: number;
}

/** Messages as rows. */
export const messageRows = (hits: SearchResult['hits'], query: string): FoundRow[] =>
  hits.map(({ session, n, at, from, excerpt, visitor = { id: session } }) => ({
    id: `message-${session}-${n}`,
    session,
    n,
    at,
    who: { id: visitor.id, name: visitorText(visitor) },
    ...(from === '' || from === visitor.name || from === 'visitor' ? {} : { from }),
    pieces: marked(excerpt, query),
  }));

/** Visitors as rows; each leads to their latest chat. */
export const visitorRows = (hits: VisitorsFound['hits'], query: string): FoundRow[] =>
  hits.map(({ visitorId, name, email, externalId, sessions, session, changedAt }) => ({
    id: `visitor-${visitorId}`,
    session,
    at: changedAt,
    who: { id: visitorId, name: visitorText({ id: visitorId, name, email }) },
    chats: sessions,
    pieces: marked(
      [name === undefined ? undefined : email, externalId].filter((part) => part !== undefined).join(' · '),
      query,
    ),
  }));
