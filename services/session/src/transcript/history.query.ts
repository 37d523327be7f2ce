import {
  type Answer,
  type Ask,
  type Commit,
  project,
  type SessionEvent,
  type SessionFrameEvent,
  type SessionHistory,
} from '@holdfast/contracts';
import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { InboxEntry } from '../inbox/inbox.entity.ts';
import { TenantReader } from '../reading/tenant-reader.query.ts';
import { TranscriptRow } from './transcript.entity.ts';

/** Of the column. A cursor beyond it is beyond every event. */
const LARGEST_NUMBER = 2 ** 31 - 1;

@Injectable()
export class HistoryQuery {
  constructor(private readonly reader: TenantReader) {}

  /** Null: no such session, or not the visitor's. */
  answer({
    workspace,
    session,
    audience,
    visitorId,
    before,
    limit,
  }: Ask<typeof SessionHistory>): Promise<Answer<typeof SessionHistory>> {
    return this.reader.read(workspace, async (manager, at) => {
      const owned = visitorId === undefined ? { workspace, session } : { workspace, session, visitorId };
      if (!(await manager.existsBy(InboxEntry, owned))) return null;
      const n = audience === 'staff' ? 'v' : 'w';
      const rows = await manager.find(TranscriptRow, {
        where: {
          workspace,
          session,
          ...(audience === 'staff' ? {} : { visible: true }),
          ...(before === undefined ? {} : { [n]: LessThan(Math.min(before, LARGEST_NUMBER)) }),
        },
        order: { v: 'DESC' },
        take: limit + 1,
      });
      const events = rows
        .slice(0, limit)
        .reverse()
        .flatMap((row): SessionFrameEvent[] => project(commitOf(row), audience));
      return { events, older: rows.length > limit, at };
    });
  }
}

/** The row as the commit it came from, as far as frames are made of it: history passes through the same projection as live events. */
const commitOf = ({
  eventId: id,
  v,
  w,
  at,
  type,
  actor,
  data,
}: TranscriptRow): Pick<Commit<SessionEvent>, 'at' | 'actor' | 'events'> => ({
  at: at.toISOString(),
  actor,
  events: [{ id, v, w, ver: 1, type, data } as Commit<SessionEvent>['events'][number]],
});
