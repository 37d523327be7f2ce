import type { Entry, MessageEntry } from '@holdfast/chat-client';
import type { Sightings } from './sightings.ts';

/** What came less than this before the sending may have been missed, even by who began to write after it, in ms. */
export const FRESH_MS = 10_000;

export interface Sending {
  readonly me: string;
  /** The number the session stood at when the text was begun. */
  readonly since: number;
  readonly now: number;
  readonly sightings: Pick<Sightings, 'cameAt' | 'wasSeen'>;
}

/**
 * The last answer of another agent that the sender of a reply cannot know: it came after the first word was written, or just now,
 * and was not long enough on the screen. What was begun is told by the log's numbers, so no clock decides it.
 */
export function unseenAnswer(
  entries: readonly Entry[],
  { me, since, now, sightings }: Sending,
): MessageEntry | undefined {
  return entries.findLast((entry): entry is MessageEntry => {
    if (entry.kind !== 'message' || entry.from.kind !== 'agent' || entry.from.id === me) return false;
    if (entry.visibility !== 'public' || entry.n === undefined) return false;
    const came = sightings.cameAt(entry.id) ?? Date.parse(entry.at);
    return (entry.n > since || now - came < FRESH_MS) && !sightings.wasSeen(entry.id, now);
  });
}
