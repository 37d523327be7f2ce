import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type Actor, type Answer, SetPassword, WORKSPACE_AGGREGATE_ID } from '@holdfast/contracts';
import type { Folded } from '@holdfast/event-sourcing';
import { DataSource } from 'typeorm';
import { inWorkspace } from '../database/transaction.query.ts';
import { WorkspaceLoop } from '../commands/workspace-loop.ts';
import { mayChange, type Workspace } from '../domain/workspace.ts';
import { Announcer } from './announcer.ts';
import { setPasswordHash } from './credentials.ts';
import { endAllFamilies } from './families.ts';
import { dropInvitation } from './invitations.ts';
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
    const { state }: Folded<Workspace> = await this.loop.state({
      workspace,
      kind: 'workspace',
      id: WORKSPACE_AGGREGATE_ID,
    });
    if (!maySetPassword(by, agentId, state)) return null;
    const hash = await this.passwords.hash(password);
    await inWorkspace(this.dataSource, workspace, async (sql) => {
      await setPasswordHash(sql, workspace, agentId, hash, this.clock());
      await endAllFamilies(sql, workspace, agentId, this.clock());
      // Whoever was invited has a password now: the link may lie around no longer.
      await dropInvitation(sql, workspace, agentId);
    });
    await this.announcer.announce();
    return {};
  }
}

function maySetPassword(by: Actor, agentId: string, state: Workspace): boolean {
  const agent = state.status === 'created' ? state.agents.get(agentId) : undefined;
  if (state.status !== 'created' || agent === undefined) return false;
  return mayChange(by, state) || (by.kind === 'agent' && by.id === agentId && agent.active);
}
