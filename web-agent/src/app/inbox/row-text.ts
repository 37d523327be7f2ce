import type { InboxRow } from '@holdfast/contracts';
import { ago, lasting, visitorName } from '@holdfast/look';

/** A row of the inbox as it reads at a moment. */
export interface RowText {
  readonly visitor: string;
  readonly line: string;
  readonly isNote: boolean;
  /** How long the visitor has been waiting for an agent; absent unless they are. */
  readonly wait?: string;
  readonly when: string;
  readonly whenExact: string;
  readonly holder: string;
}

export function rowText(row: InboxRow, me: string, now: number): RowText {
  const { lastMessage, waitingSince, assignee, status } = row;
  const whenExact = lastMessage?.at ?? row.openedAt;
  const holder = assignee === undefined ? '' : assignee.id === me ? 'You' : assignee.name;
  return {
    visitor: visitorName(row.visitor),
    line:
      lastMessage === undefined
        ? 'Nothing written yet'
        : `${prefix(lastMessage)}${lastMessage.text.replace(/\s+/g, ' ')}`,
    isNote: lastMessage?.internal === true,
    when: ago(whenExact, now),
    whenExact,
    holder: status === 'closed' ? 'Closed' : status === 'snoozed' ? `Snoozed · ${holder}` : holder,
    ...(waitingSince === undefined ? {} : { wait: lasting(now - Date.parse(waitingSince)) }),
  };
}

const prefix = ({ from, internal }: NonNullable<InboxRow['lastMessage']>): string => {
  if (internal) return 'Note: ';
  return from === 'agent' ? '↩ ' : '';
};
