import type { SessionFrameEvent } from '@holdfast/contracts';
import { commandIdOf } from '@holdfast/contracts/validators';
import type { Notice, StoredEntry } from './entries.ts';

/** What an event shows in the conversation, or null. */
export function entryOf(event: SessionFrameEvent): StoredEntry | null {
  const { n, w, at, actor: from } = event;
  if (event.type === 'MessagePosted') {
    const { text, visibility, mentions } = event.data;
    const message = { kind: 'message' as const, id: commandIdOf(event), n, w, at, from, text, visibility };
    return mentions === undefined ? message : { ...message, mentions };
  }
  const notice = noticeOf(event);
  return notice === null ? null : { kind: 'notice', id: event.id, n, w, at, from, notice };
}

function noticeOf(event: SessionFrameEvent): Notice | null {
  switch (event.type) {
    case 'SessionOpened':
      return { type: 'opened' };
    case 'SessionClosed':
      return { type: 'closed' };
    case 'SessionReopened':
      return { type: 'reopened' };
    case 'SessionWoken':
      return { type: 'woken' };
    case 'VisitorIdentified':
      return { type: 'identified' };
    case 'AgentAssigned':
      return { type: 'assigned', agent: { id: event.data.agentId, name: event.data.agentName } };
    case 'AgentUnassigned':
      return { type: 'unassigned', reason: event.data.reason };
    case 'TransferRequested':
      return { type: 'transfer-requested', ...event.data };
    case 'LabelsChanged':
      return { type: 'labelled', labels: event.data.labels };
    case 'SessionSnoozed':
      return { type: 'snoozed', until: event.data.until };
    case 'SessionRated':
      return { type: 'rated', ...event.data };
    default:
      return null;
  }
}
