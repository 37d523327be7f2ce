import type { SessionFrameEvent } from './wire.ts';

/** How many entries of a conversation a snapshot carries; older ones come from the history, by HTTP. */
export const SNAPSHOT_ENTRIES = 200;

/**
 * What of a session's events a client needs to show it now: the last `SNAPSHOT_ENTRIES` entries, the opening, and of what was
 * before them only the newest of each kind that still matters (receipts: the newest per participant).
 * Folding the result shows the same state as folding all events, but for the older entries.
 */
export function compact(events: readonly SessionFrameEvent[]): { events: SessionFrameEvent[]; older: boolean } {
  const cut = Math.max(0, events.length - SNAPSHOT_ENTRIES);
  if (cut === 0) return { events: [...events], older: false };
  const newest = new Map<string, SessionFrameEvent>();
  let older = false;
  for (const event of events.slice(0, cut)) {
    const keys = stateKeys(event);
    if (keys.length === 0) older = true;
    for (const key of keys) newest.set(key, event);
  }
  const before = [...new Set(newest.values())].sort((a, b) => a.n - b.n);
  return { events: [...before, ...events.slice(cut)], older };
}

/**
 * What state of the session the event sets: the newest event of each key is kept, and one that sets several is kept while it is the newest
 * for any of them. Empty: a mere entry of the conversation.
 */
function stateKeys(event: SessionFrameEvent): string[] {
  switch (event.type) {
    case 'MessagePosted':
      return [];
    case 'ReceiptsAdvanced':
      return [`receipts:${event.actor.kind}:${event.actor.id}`];
    case 'AgentAssigned':
    case 'AgentUnassigned':
      return ['assignment', 'snooze'];
    case 'TransferRequested':
      return event.data.toTeamId === undefined ? ['assignment', 'snooze'] : ['assignment', 'snooze', 'team'];
    case 'SessionSnoozed':
    case 'SessionWoken':
      return ['snooze'];
    case 'SessionClosed':
      return ['status', 'snooze'];
    case 'SessionReopened':
      return ['status', 'assignment', 'snooze', 'rating'];
    case 'SessionRated':
      return ['rating'];
    default:
      return [event.type];
  }
}
