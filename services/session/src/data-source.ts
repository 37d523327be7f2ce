import type { DataSourceOptions } from 'typeorm';
import { AuditRow } from './audit/audit.entity.ts';
import { InboxEntry } from './inbox/inbox.entity.ts';
import { CheckpointRow } from './projection/checkpoint.entity.ts';
import { SearchMessageRow } from './search/search-message.entity.ts';
import { SessionVisitorRow } from './search/session-visitor.entity.ts';
import { SnoozeTimerRow } from './snooze/snooze-timer.entity.ts';
import { TranscriptRow } from './transcript/transcript.entity.ts';

/** For reading. Tables are looked for in the first schema of the search path, which the login role brings along. */
export const dataSourceOptions = (
  url: string,
  onConnectionLost: (error: unknown) => void = () => undefined,
): DataSourceOptions => ({
  type: 'postgres',
  url,
  entities: [AuditRow, CheckpointRow, InboxEntry, SearchMessageRow, SessionVisitorRow, SnoozeTimerRow, TranscriptRow],
  synchronize: false,
  applicationName: 'holdfast-session',
  connectTimeoutMS: 2_000,
  poolSize: 8,
  poolErrorHandler: onConnectionLost,
  // A query nobody waits for any more must not hold a connection; with `pipeline` one that did not answer in time is given up.
  extra: { statement_timeout: 4_000, query_timeout: 5_000, idleTimeoutMillis: 30_000, pipeline: true },
});
