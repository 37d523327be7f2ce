import { type Answer, type Ask, type InboxRow, type InboxSnapshot } from '@holdfast/contracts';
import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { TenantReader } from '../reading/tenant-reader.query.ts';

const OPEN = `
  select row from inbox where workspace = $1 and status <> 'closed' and ($2::text is null or session > $2) order by session limit $3`;
const CLOSED = `
  select row from inbox i where workspace = $1 and status = 'closed'
  and ($2::text is null or (-extract(epoch from closed_at), session) >
    (select -extract(epoch from closed_at), session from inbox where workspace = $1 and session = $2))
  order by closed_at desc, session limit $3`;

@Injectable()
export class InboxSnapshotQuery {
  constructor(private readonly reader: TenantReader) {}

  answer({ workspace, after, limit, closed }: Ask<typeof InboxSnapshot>): Promise<Answer<typeof InboxSnapshot>> {
    return this.reader.read(workspace, async (manager, at) => {
      const found = await rows(manager, closed ? CLOSED : OPEN, [workspace, after ?? null, limit + 1]);
      return { rows: found.slice(0, limit), more: found.length > limit, at };
    });
  }
}

const rows = async (manager: EntityManager, text: string, values: readonly unknown[]): Promise<InboxRow[]> =>
  (await manager.query<{ row: InboxRow }[]>(text, [...values])).map(({ row }) => row);
