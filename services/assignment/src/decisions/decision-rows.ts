import type { Commit, Considered, DeskEvent, RecordedEvent } from '@holdfast/contracts';

/** One line of a chat's way through the desk. */
export interface DecisionRow {
  readonly session: string;
  readonly v: number;
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly ticket: number;
  /** Who got it or had it; of a chat that was queued, whom it is meant for. */
  readonly agentId?: string | undefined;
  readonly agentName?: string | undefined;
  readonly kind?: string | undefined;
  readonly reason?: string | undefined;
  readonly considered: readonly Considered[];
  readonly consideredTotal: number;
}

/** What a batch means for the decisions of one workspace: which sessions lose every row, and which rows are added. */
export interface DecisionWork {
  readonly erased: readonly string[];
  readonly rows: readonly DecisionRow[];
}

export function decisionsOf(commits: readonly Pick<Commit, 'at' | 'events'>[]): DecisionWork {
  const erased = new Set<string>();
  let rows: DecisionRow[] = [];
  for (const { at, events } of commits) {
    for (const event of events as RecordedEvent<DeskEvent>[]) {
      const session = erasedBy(event);
      if (session === undefined) {
        const row = rowOf(event, at);
        if (row !== undefined) rows.push(row);
      } else {
        erased.add(session);
        rows = rows.filter((row) => row.session !== session);
      }
    }
  }
  return { erased: [...erased], rows };
}

const erasedBy = (event: DeskEvent): string | undefined =>
  (event.type === 'ChatReleased' || event.type === 'ChatDequeued') && event.data.reason === 'erased'
    ? event.data.session
    : undefined;

function rowOf(event: RecordedEvent<DeskEvent>, at: string): DecisionRow | undefined {
  const base = { v: event.v, id: event.id, at, type: event.type, considered: [], consideredTotal: 0 };
  switch (event.type) {
    case 'ChatAssigned': {
      const { session, ticket, agentId, agentName, kind, considered, consideredTotal } = event.data;
      return { ...base, session, ticket, agentId, agentName, kind, considered, consideredTotal };
    }
    case 'ChatQueued': {
      const { session, ticket, reason, preferAgentId, considered, consideredTotal } = event.data;
      return { ...base, session, ticket, agentId: preferAgentId, reason, considered, consideredTotal };
    }
    case 'ChatReleased':
    case 'ChatRecalled': {
      const { session, ticket, agentId, reason } = event.data;
      return { ...base, session, ticket, agentId, reason };
    }
    case 'ChatDequeued': {
      const { session, ticket, reason } = event.data;
      return { ...base, session, ticket, reason };
    }
    default:
      return undefined;
  }
}
