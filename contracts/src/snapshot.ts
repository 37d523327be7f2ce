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
  const kept = new Map<string, SessionFrameEvent>();
  let older = false;
  for (const event of events.slice(0, cut)) {
    const key = stateKey(event);
    if (key === null) older = true;
    else kept.set(key, event);
  }
  const before = [...kept.values()].sort((a, b) => a.n - b.n);
  return { events: [...before, ...events.slice(cut)], older };
}

/** What state of the session the event sets: a later event of the same key replaces it. Null: a mere entry of the conversation. */
function stateKey(event: SessionFrameEvent): string | null {
  switch (event.type) {
    case 'MessagePosted':
      return null;
    case 'ReceiptsAdvanced':
      return `receipts:${event.actor.kind}:${event.actor.id}`;
    case 'AgentAssigned':
    case 'AgentUnassigned':
    case 'TransferRequested':
      return 'assignment';
    case 'SessionSnoozed':
    case 'SessionWoken':
      return 'snooze';
    case 'SessionClosed':
    case 'SessionReopened':
      return 'status';
    default:
      return event.type;
  }
}
