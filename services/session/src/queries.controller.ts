import {
  type Answer,
  type Ask,
  InboxSnapshot,
  SearchMessages,
  SearchVisitors,
  SessionAudit,
  SessionHistory,
  VisitorSessions,
} from '@holdfast/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import type { z } from 'zod';
import { AuditQuery } from './audit/audit.query.ts';
import { InboxSnapshotQuery } from './inbox/inbox-snapshot.query.ts';
import { SearchQuery } from './search/search.query.ts';
import { SearchVisitorsQuery } from './search/search-visitors.query.ts';
import { HistoryQuery } from './transcript/history.query.ts';
import { VisitorSessionsQuery } from './visitor-sessions/visitor-sessions.query.ts';

/** The border where questions come in. An error's `code` is `invalid` or `unavailable`. */
@Controller()
export class QueriesController {
  constructor(
    private readonly history: HistoryQuery,
    private readonly inbox: InboxSnapshotQuery,
    private readonly search: SearchQuery,
    private readonly searchVisitors: SearchVisitorsQuery,
    private readonly visitors: VisitorSessionsQuery,
    private readonly audit: AuditQuery,
  ) {}

  @MessagePattern(SessionHistory.pattern)
  answerHistory(@Payload() ask: unknown): Promise<Answer<typeof SessionHistory>> {
    return this.history.answer(read(SessionHistory, ask));
  }

  @MessagePattern(InboxSnapshot.pattern)
  answerInbox(@Payload() ask: unknown): Promise<Answer<typeof InboxSnapshot>> {
    return this.inbox.answer(read(InboxSnapshot, ask));
  }

  @MessagePattern(SearchMessages.pattern)
  answerSearch(@Payload() ask: unknown): Promise<Answer<typeof SearchMessages>> {
    return this.search.answer(read(SearchMessages, ask));
  }

  @MessagePattern(SearchVisitors.pattern)
  answerSearchVisitors(@Payload() ask: unknown): Promise<Answer<typeof SearchVisitors>> {
    return this.searchVisitors.answer(read(SearchVisitors, ask));
  }

  @MessagePattern(VisitorSessions.pattern)
  answerVisitor(@Payload() ask: unknown): Promise<Answer<typeof VisitorSessions>> {
    return this.visitors.answer(read(VisitorSessions, ask));
  }

  @MessagePattern(SessionAudit.pattern)
  answerAudit(@Payload() ask: unknown): Promise<Answer<typeof SessionAudit>> {
    return this.audit.answer(read(SessionAudit, ask));
  }
}

function read<Q extends { ask: z.ZodType }>(query: Q, ask: unknown): Ask<Q> {
  const parsed = query.ask.safeParse(ask);
  if (!parsed.success) throw new RpcException({ code: 'invalid', message: 'the question is not of its schema' });
  return parsed.data as Ask<Q>;
}
