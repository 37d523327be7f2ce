import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type Answer, SetPassword, WORKSPACE_AGGREGATE_ID } from '@holdfast/contracts';
import { DataSource } from 'typeorm';
import { inWorkspace } from '../database/transaction.query.ts';
import { WorkspaceLoop } from '../commands/workspace-loop.ts';
import { mayChange } from '../domain/workspace.ts';
import { Announcer } from './announcer.ts';
import { setPasswordHash } from './credentials.ts';
import { Passwords } from './passwords.ts';
import { CLOCK, type Clock } from './settings.ts';

@Controller()
export class SetPasswordQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly loop: WorkspaceLoop,
    private readonly passwords: Passwords,
    private readonly announcer: Announcer,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @MessagePattern(SetPassword.pattern)
  async answer(@Payload() asked: unknown): Promise<Answer<typeof SetPassword>> {
    const { workspace, agentId, password, by } = SetPassword.ask.parse(asked);
    const { state } = await this.loop.state({ workspace, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID });
    if (state.status !== 'created' || !mayChange(by, state) || !state.agents.has(agentId)) return null;
    const hash = await this.passwords.hash(password);
    await inWorkspace(this.dataSource, workspace, (sql) =>
      setPasswordHash(sql, workspace, agentId, hash, this.clock()),
    );
    await this.announcer.announce();
    return {};
  }
}
