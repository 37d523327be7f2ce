import type { NoticeEntry } from '@holdfast/chat-client';

/** Puts names to what notices hold as ids. */
export interface Names {
  readonly me: string;
  readonly visitor: string;
  readonly agentName: (id: string) => string;
  readonly teamName: (id: string) => string;
  readonly timeText: (at: string) => string;
}

/** A notice as a sentence. */
export function noticeText({ from, notice }: Pick<NoticeEntry, 'from' | 'notice'>, names: Names): string {
  const who = actorText(from, names);
  switch (notice.type) {
    case 'opened':
      return `${who} opened the chat`;
    case 'closed':
      return `${who} closed the chat`;
    case 'reopened':
      return `${who} reopened the chat`;
    case 'woken':
      return from.kind === 'system' ? 'The snooze is over' : `${who} ended the snooze`;
    case 'identified':
      return `${names.visitor} is known better: the details changed`;
    case 'assigned':
      return notice.agent.id === names.me ? 'Assigned to you' : `Assigned to ${notice.agent.name}`;
    case 'unassigned':
      return notice.reason === 'agent-offline'
        ? 'Back in the queue: the agent went offline'
        : `${who} returned the chat to the queue`;
    case 'transfer-requested': {
      const to = [
        ...(notice.toTeamId === undefined ? [] : [`the team ${names.teamName(notice.toTeamId)}`]),
        ...(notice.toAgentId === undefined
          ? []
          : [notice.toAgentId === names.me ? 'you' : names.agentName(notice.toAgentId)]),
      ].join(', ');
      const note = notice.note === undefined || notice.note === '' ? '' : `: “${notice.note}”`;
      return `${who} passed the chat on to ${to}${note}`;
    }
    case 'labelled':
      return notice.labels.length === 0
        ? `${who} removed all labels`
        : `${who} set the labels ${notice.labels.join(', ')}`;
    case 'snoozed':
      return `${who} snoozed the chat until ${names.timeText(notice.until)}`;
    case 'rated':
      return `${who} rated the chat ${notice.score} of 5${notice.comment === undefined || notice.comment === '' ? '' : `: “${notice.comment}”`}`;
  }
}

function actorText({ kind, id, name }: NoticeEntry['from'], { me, visitor }: Names): string {
  if (kind === 'visitor') return visitor;
  if (kind === 'system') return 'Holdfast';
  return id === me ? 'You' : (name ?? 'A colleague');
}
