import type { Commit, SessionEvent } from '@holdfast/contracts';

/** One line of the audit. `v` is the session's number at the time; `outcome` tells why a command was not carried out. */
export interface AuditEntry {
  readonly type: string;
  readonly v: number;
  readonly outcome: string | null;
}

/** What a commit leaves in the audit beside its events, which the transcript has; of an erased session it has none, so the erasure is noted here. */
export const auditEntries = (commit: Commit<SessionEvent>): AuditEntry[] => [
  ...commit.events.filter(({ type }) => type === 'SessionErased').map(({ type, v }) => ({ type, v, outcome: null })),
  ...commit.outcomes.flatMap((outcome): AuditEntry[] => {
    if (outcome.kind === 'refused') return [{ type: 'CommandRefused', v: commit.v, outcome: outcome.reason }];
    return outcome.kind === 'withdrawn' ? [{ type: 'CommandWithdrawn', v: commit.v, outcome: null }] : [];
  }),
];
