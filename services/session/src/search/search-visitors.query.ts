import { type Answer, type Ask, type SearchVisitors } from '@holdfast/contracts';
import { Injectable } from '@nestjs/common';
import { TenantReader } from '../reading/tenant-reader.query.ts';
import { beginningsAsked } from './words.ts';

/** Sessions that are looked at, the latest ones: their ids begin with the time. A word that more of them hold finds nobody earlier. */
const LOOKED_AT = 1_000;
const FIND = `
  select * from (
    select distinct on (v.visitor_id) v.visitor_id, v.name, v.email, v.external_id, i.session, i.row ->> 'changedAt' as changed_at,
           (select count(*)::int from inbox every where every.workspace = i.workspace and every.visitor_id = v.visitor_id) as sessions
    from find_visitors($1, ${String(LOOKED_AT)}) v join inbox i on i.workspace = $2 and i.session = v.session
    order by v.visitor_id, i.row ->> 'changedAt' desc, i.session
  ) found order by changed_at desc, visitor_id limit $3`;
interface Hit {
  visitor_id: string;
  name: string | null;
  email: string | null;
  external_id: string | null;
  session: string;
  changed_at: string;
  sessions: number;
}

@Injectable()
export class SearchVisitorsQuery {
  constructor(private readonly reader: TenantReader) {}

  answer({ workspace, text, limit }: Ask<typeof SearchVisitors>): Promise<Answer<typeof SearchVisitors>> {
    return this.reader.read(workspace, async (manager, at) => {
      // As the terms are: each part of an address is a word. Names are asked for by how any of their words begins.
      const words = beginningsAsked(text.replaceAll(/[@.]/g, ' '));
      const hits = words === null ? [] : await manager.query<Hit[]>(FIND, [words, workspace, limit]);
      return { hits: hits.map(shown), at };
    });
  }
}

const shown = ({
  visitor_id,
  name,
  email,
  external_id,
  session,
  changed_at,
  sessions,
}: Hit): Answer<typeof SearchVisitors>['hits'][number] => ({
  visitorId: visitor_id,
  ...(name === null ? {} : { name }),
  ...(email === null ? {} : { email }),
  ...(external_id === null ? {} : { externalId: external_id }),
  sessions,
  session,
  changedAt: changed_at,
});
