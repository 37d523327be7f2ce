import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { AgentPicture, type Answer } from '@holdfast/contracts';
import { DataSource } from 'typeorm';
import { inWorkspace } from '../database/transaction.query.ts';
import { AgentEntity } from './directory.entity.ts';

@Controller()
export class PictureQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** Only of who is active: whoever has left is not shown to visitors any more. */
  @MessagePattern(AgentPicture.pattern)
  answer(@Payload() asked: unknown): Promise<Answer<typeof AgentPicture>> {
    const { workspace, agentId } = AgentPicture.ask.parse(asked);
    return inWorkspace(this.dataSource, workspace, async (_, manager) => {
      const agent = await manager.findOneBy(AgentEntity, { workspace, agentId, active: true });
      const picture = agent?.picture ?? null;
      return picture === null ? null : { picture };
    });
  }
}
