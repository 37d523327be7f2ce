import { Controller } from '@nestjs/common';
import { MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { type Answer, WorkspaceDirectory } from '@holdfast/contracts';
import { DataSource } from 'typeorm';
import { agentsWithPassword } from '../auth/credentials.ts';
import { inWorkspace } from '../database/transaction.query.ts';
import { AgentEntity, CannedReplyEntity, SiteEntity, TeamEntity, WorkspaceEntity } from './directory.entity.ts';
import { siteData } from './site-data.ts';

@Controller()
export class DirectoryQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws when there is no such workspace (yet) */
  @MessagePattern(WorkspaceDirectory.pattern)
  answer(@Payload() asked: unknown): Promise<Answer<typeof WorkspaceDirectory>> {
    const { workspace } = WorkspaceDirectory.ask.parse(asked);
    return inWorkspace(this.dataSource, workspace, async (sql, manager) => {
      const found = await manager.findOneBy(WorkspaceEntity, { workspace });
      if (found === null) throw new RpcException('not-found');
      const where = { workspace };
      const agents = await manager.find(AgentEntity, { where, order: { agentId: 'asc' } });
      const teams = await manager.find(TeamEntity, { where, order: { teamId: 'asc' } });
      const sites = await manager.find(SiteEntity, { where, order: { siteId: 'asc' } });
      const replies = await manager.find(CannedReplyEntity, { where, order: { replyId: 'asc' } });
      const withPassword = await agentsWithPassword(sql, workspace);
      return {
        name: found.name,
        agents: agents.map(({ agentId, name, email, role, teams, capacity, active, picture }) => ({
          agentId,
          name,
          email,
          role,
          teams,
          capacity,
          active,
          hasPicture: picture !== null,
          hasPassword: withPassword.has(agentId),
        })),
        teams: teams.map(({ teamId, name }) => ({ teamId, name })),
        sites: sites.map(siteData),
        cannedReplies: replies.map(({ replyId, shortcut, text }) => ({ replyId, shortcut, text })),
      };
    });
  }
}
