import type { Audit } from '../../api/api.ts';

type AuditEntry = Audit['entries'][number];

const DONE: Readonly<Record<string, string>> = {
  SessionOpened: 'opened the chat',
  MessagePosted: 'wrote',
  AgentAssigned: 'assigned the chat',
  AgentUnassigned: 'put the chat back in the queue',
  TransferRequested: 'passed the chat on',
  LabelsChanged: 'changed the labels',
  SessionSnoozed: 'snoozed the chat',
  SessionWoken: 'ended the snooze',
  SessionClosed: 'closed the chat',
  SessionReopened: 'reopened the chat',
  SessionRated: 'rated the chat',
  VisitorIdentified: 'changed the visitor’s details',
  SessionErased: 'erased the chat',
  CommandWithdrawn: 'took something back',
};

/** A line of the activity log: who, and what they did or were refused. */
export function activityText(
  { actor, type, outcome }: AuditEntry,
  me: string,
): { readonly who: string; readonly what: string } {
  const what = type === 'CommandRefused' ? `was refused something (${outcome ?? 'no reason'})` : (DONE[type] ?? type);
  return { who: whoText(actor, me), what };
}

function whoText(actor: AuditEntry['actor'], me: string): string {
  switch (actor.kind) {
    case 'visitor':
      return 'The visitor';
    case 'agent':
      return actor.id === me ? 'You' : actor.name;
    case 'system':
      return actor.id === 'desk' ? 'The desk' : 'Holdfast';
  }
}
