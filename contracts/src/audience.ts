import type { Actor } from './actor.ts';
import type { Commit, RecordedEvent } from './envelope.ts';
import type { SessionEvent } from './session.ts';
import type { PublicActor, SessionFrameEvent } from './wire.ts';

/** For whom a frame is made. Staff see everything of their workspace; visitors what they may. */
export type Audience = 'staff' | 'visitor';

/**
 * What visitors may see of an event: its data without what is not theirs, or null when the event is not for them at all.
 * This table alone decides which events count in `w`.
 */
export function visitorView(event: SessionEvent): SessionEvent | null {
  switch (event.type) {
    case 'MessagePosted':
      return event.data.visibility === 'public' ? event : null;
    case 'AgentAssigned':
      return { type: event.type, data: { ...event.data, decisionId: '' } };
    case 'AgentUnassigned':
      // Why an agent is gone is the workspace's own affair.
      return { type: event.type, data: { ...event.data, reason: 'returned' } };
    case 'TransferRequested':
      return { type: event.type, data: {} };
    case 'SessionOpened':
    case 'ReceiptsAdvanced':
    case 'SessionClosed':
    case 'SessionReopened':
    case 'SessionRated':
    case 'VisitorIdentified':
    case 'SessionErased':
      return event;
    case 'MentionDismissed':
    case 'LabelsChanged':
    case 'SessionSnoozed':
    case 'SessionWoken':
      return null;
    default:
      return hidden(event);
  }
}

/** What a later version of a service wrote and this one does not know is for staff until it does. */
const hidden = (_unknown: never): null => null;

/** An actor as others see them: who it is and what they are called, nothing of their account. */
export const publicActor = (actor: Actor): PublicActor => {
  switch (actor.kind) {
    case 'agent':
      return { kind: 'agent', id: actor.id, name: actor.name };
    case 'visitor':
      return actor.name === undefined
        ? { kind: 'visitor', id: actor.id }
        : { kind: 'visitor', id: actor.id, name: actor.name };
    case 'system':
      return { kind: 'system', id: actor.id };
  }
};

/**
 * The one way from a commit to what an audience is shown. It stands before ring, tail, snapshot, history, search and inbox,
 * so what is not for visitors can reach them by no path. `n` is the audience's own dense number: `v` for staff, `w` for visitors.
 */
export function project(
  commit: Pick<Commit<SessionEvent>, 'at' | 'actor' | 'events'>,
  audience: Audience,
): SessionFrameEvent[] {
  const actor = publicActor(commit.actor);
  const frames: SessionFrameEvent[] = [];
  for (const event of commit.events) {
    const shown = audience === 'staff' ? event : visible(event);
    if (shown !== null)
      frames.push({
        n: audience === 'staff' ? event.v : event.w,
        w: event.w,
        id: event.id,
        at: commit.at,
        actor,
        type: shown.type,
        data: shown.data,
      } as SessionFrameEvent);
  }
  return frames;
}

function visible(event: RecordedEvent<SessionEvent>): SessionEvent | null {
  return visitorView(event);
}
