import { type Answer, type Ask, PREVIEW_LIMIT, type VisitorSessions } from '@holdfast/contracts';
import { Injectable } from '@nestjs/common';
import { TenantReader } from '../reading/tenant-reader.query.ts';

// From visible events only: the inbox row knows of notes, labels and snoozing, which are not for visitors.
const LIST = `
  select i.session, i.status, i.opened_at, last.at as changed_at, last.w, left(message.data ->> 'text', ${String(PREVIEW_LIMIT)}) as preview
  from inbox i
  cross join lateral (
    select t.at, t.w from transcript t where t.workspace = i.workspace and t.session = i.session and t.visible order by t.v desc limit 1
  ) last
  left join lateral (
    select t.data from transcript t
    where t.workspace = i.workspace and t.session = i.session and t.visible and t.type = 'MessagePosted' order by t.v desc limit 1
  ) message on true
  where i.workspace = $1 and i.visitor_id = $2
  order by i.opened_at desc, i.session desc limit $3`;
interface Row {
  session: string;
  status: string;
  opened_at: Date;
  changed_at: Date;
  w: number;
  preview: string | null;
}

@Injectable()
export class VisitorSessionsQuery {
  constructor(private readonly reader: TenantReader) {}

  answer({ workspace, visitorId, limit }: Ask<typeof VisitorSessions>): Promise<Answer<typeof VisitorSessions>> {
    return this.reader.read(workspace, async (manager, at) => ({
      sessions: (await manager.query<Row[]>(LIST, [workspace, visitorId, limit])).map(shown),
      at,
    }));
  }
}

const shown = ({
  session,
  status,
  opened_at,
  changed_at,
  w,
  preview,
}: Row): Answer<typeof VisitorSessions>['sessions'][number] => ({
  session,
  // That an agent has put it aside is theirs to know.
  status: status === 'snoozed' ? 'assigned' : status,
  openedAt: opened_at.toISOString(),
  changedAt: changed_at.toISOString(),
  ...(preview === null ? {} : { preview }),
  w,
});
