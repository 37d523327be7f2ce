import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type Answer, SiteById } from '@holdfast/contracts';
import { DataSource } from 'typeorm';
import { enterWorkspace, inTransaction } from '../database/transaction.query.ts';
import { holderOf } from '../names/claims.ts';
import { SiteEntity } from './directory.entity.ts';
import { siteData } from './site-data.ts';

@Controller()
export class SiteQuery {
  constructor(private readonly dataSource: DataSource) {}

  @MessagePattern(SiteById.pattern)
  answer(@Payload() asked: unknown): Promise<Answer<typeof SiteById>> {
    const { siteId } = SiteById.ask.parse(asked);
    return inTransaction(this.dataSource, async (sql, manager) => {
      const held = await holderOf(sql, 'site', siteId);
      if (held === null) return null;
      const { workspace } = held;
      await enterWorkspace(sql, workspace);
      const site = await manager.findOneBy(SiteEntity, { workspace, siteId });
      return site === null ? null : { workspace, site: siteData(site) };
    });
  }
}
