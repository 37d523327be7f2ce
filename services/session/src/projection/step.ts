import type { AggregateRef, Commit, RecordedEvent, SessionEvent } from '@holdfast/contracts';
import { session } from '../domain/session.ts';
import type { Step } from './read-model.ts';

/** A commit as the read models take it: events of types that this version does not know are reported and left out. */
export function stepOf(
  { ref, commit, sequence }: { readonly ref: AggregateRef; readonly commit: Commit; readonly sequence: number },
  onUnknownEvent: (type: string, sequence: number) => void,
): Step {
  const events = commit.events.filter(({ type }) => {
    if (session.knownEvents.has(type)) return true;
    onUnknownEvent(type, sequence);
    return false;
  });
  return { ref, sequence, commit: { ...commit, events: events as RecordedEvent<SessionEvent>[] } };
}
