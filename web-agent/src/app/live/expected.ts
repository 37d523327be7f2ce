import type { SessionView } from '@holdfast/chat-client';

/** Where a chat stands, as far as actions change it. */
export type Stand = Pick<SessionView, 'status' | 'assignee' | 'snoozedUntil' | 'waitingSince'>;

/** What a chat is expected to stand at once an action is done. */
export interface Expectation {
  readonly status: 'waiting' | 'assigned' | 'snoozed' | 'closed';
  /** Absent: nobody. Null: whoever has it, keeps it. */
  readonly assignee?: { readonly id: string; readonly name: string } | null;
  readonly snoozedUntil?: string;
}

/** Where a chat stands when an action is taken as done. */
export function standAfter(stand: Stand, { status, assignee, snoozedUntil }: Expectation): Stand {
  const holder = assignee === null ? stand.assignee : assignee;
  return {
    status,
    ...(holder === undefined ? {} : { assignee: holder }),
    ...(snoozedUntil === undefined ? {} : { snoozedUntil }),
  };
}

/** Whether a chat stands as was expected. */
export const isMet = (stand: Stand, expected: Expectation): boolean => {
  const after = standAfter(stand, expected);
  return (
    stand.status === after.status &&
    stand.assignee?.id === after.assignee?.id &&
    (expected.snoozedUntil === undefined || stand.snoozedUntil === expected.snoozedUntil)
  );
};
