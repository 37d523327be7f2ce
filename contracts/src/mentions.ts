import type { Actor } from './actor.ts';
import type { SessionEvent } from './session.ts';

/** The most agents a session remembers as mentioned; the earliest mention is forgotten first. */
const MENTIONED_LIMIT = 50;

/**
 * Whom notes mention, the latest mention last, after one more event: a mention stands until the agent has written in the session
 * or has dismissed it. The same fold for the session, its row in the inbox and the console.
 */
export function mentionedAfter(
  mentioned: readonly string[],
  event: SessionEvent,
  { id: actor }: Pick<Actor, 'id'>,
): readonly string[] {
  switch (event.type) {
    case 'MessagePosted': {
      const { mentions = [] } = event.data;
      const before = mentioned.filter((id) => id !== actor && !mentions.includes(id));
      return [...before, ...mentions].slice(-MENTIONED_LIMIT);
    }
    case 'MentionDismissed':
      return mentioned.filter((id) => id !== actor);
    default:
      return mentioned;
  }
}
