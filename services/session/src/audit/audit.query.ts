import { type Actor, type Answer, type Ask, type SessionAudit } from '@holdfast/contracts';
import { Injectable } from '@nestjs/common';
import { TenantReader } from '../reading/tenant-reader.query.ts';

// A refusal bears the number of the event before it. Receipts tell what people saw, not what they did.
const LIST = `
  select at, actor, type, v, outcome from (
    select at, actor, type, v, null as outcome, null::bigint as sequence, null::int as n
    from transcript where workspace = $1 and session = $2 and type <> 'ReceiptsAdvanced'
    union all
    select at, actor, type, v, outcome, sequence, n from audit where workspace = $1 and session = $2
  ) entries
  order by v desc, sequence desc nulls last, n desc limit $3`;
interface Row {
  at: Date;
  actor: Actor;
  type: string;
  v: number;
  outcome: string | null;
}

@Injectable()
export class AuditQuery {
  constructor(private readonly reader: TenantReader) {}

  answer({ workspace, session, limit }: Ask<typeof SessionAudit>): Promise<Answer<typeof SessionAudit>> {
    return this.reader.read(workspace, async (manager, at) => ({
      entries: (await manager.query<Row[]>(LIST, [workspace, session, limit])).map(shown),
      at,
    }));
  }
}

const shown = ({ at, actor, type, v, outcome }: Row): Answer<typeof SessionAudit>['entries'][number] => ({
  at: at.toISOString(),
  actor,
  type,
  v,
  ...(outcome === null ? {} : { outcome }),
});
