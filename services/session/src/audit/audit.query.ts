import { type Answer, type Ask, type SessionAudit } from '@holdfast/contracts';
import { Injectable } from '@nestjs/common';
import { TenantReader } from '../reading/tenant-reader.query.ts';
import { AuditRow } from './audit.entity.ts';

@Injectable()
export class AuditQuery {
  constructor(private readonly reader: TenantReader) {}

  answer({ workspace, session, limit }: Ask<typeof SessionAudit>): Promise<Answer<typeof SessionAudit>> {
    return this.reader.read(workspace, async (manager, position) => {
      const rows = await manager.find(AuditRow, {
        where: { workspace, session },
        order: { sequence: 'DESC', n: 'DESC' },
        take: limit,
      });
      const entries = rows.map(({ at, actor, type, v, outcome }) => ({
        at: at.toISOString(),
        actor,
        type,
        v,
        ...(outcome === null ? {} : { outcome }),
      }));
      return { entries, at: position };
    });
  }
}
