import type { SearchResult, VisitorsFound } from '../../api/api.ts';
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

/** Messages as rows. `unnamed` is what a visitor without a name is called. */
export const messageRows = (hits: SearchResult['hits'], query: string, unnamed: string): FoundRow[] =>
  hits.map(({ session, n, at, from, excerpt, visitor }) => ({
    id: `message-${session}-${n}`,
    session,
    n,
    at,
    who: { id: visitor?.id ?? session, name: visitor?.name ?? unnamed },
    ...(from === '' || from === visitor?.name || from === 'visitor' ? {} : { from }),
    pieces: marked(excerpt, query),
  }));

/** Visitors as rows; each leads to their latest chat. */
export const visitorRows = (hits: VisitorsFound['hits'], query: string, unnamed: string): FoundRow[] =>
  hits.map(({ visitorId, name, email, externalId, sessions, session, changedAt }) => ({
    id: `visitor-${visitorId}`,
    session,
    at: changedAt,
    who: { id: visitorId, name: name ?? email ?? unnamed },
    chats: sessions,
    pieces: marked(
      [name === undefined ? undefined : email, externalId].filter((part) => part !== undefined).join(' · '),
      query,
    ),
  }));
