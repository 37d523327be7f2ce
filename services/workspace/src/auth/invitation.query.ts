import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AcceptInvitation,
  type Answer,
  InviteAgent,
  ReadInvitation,
  WORKSPACE_AGGREGATE_ID,
} from '@holdfast/contracts';
import { DataSource } from 'typeorm';
import { inWorkspace } from '../database/transaction.query.ts';
import { WorkspaceLoop } from '../commands/workspace-loop.ts';
import { mayChange } from '../domain/workspace.ts';
import { Announcer } from './announcer.ts';
import { setPasswordHash } from './credentials.ts';
import { activeAgent, beginFamily } from './families.ts';
import { INVITED_FOR_MS, invited, keepInvitation, spendInvitation } from './invitations.ts';
import { Passwords, PasswordsBusy } from './passwords.ts';
import { CLOCK, type Clock, TOKEN_KEY } from './settings.ts';
import { signedIn } from './signed-in.ts';
import { makeOpaqueToken, opaqueTokenHash, readOpaqueToken } from './tokens.ts';

const BUSY_RETRY_MS = 1_000;

@Controller()
export class InvitationQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly loop: WorkspaceLoop,
    private readonly passwords: Passwords,
    private readonly announcer: Announcer,
    @Inject(TOKEN_KEY) private readonly key: Uint8Array,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By the log and not by the tables: an agent who was added a moment ago can be invited. */
  @MessagePattern(InviteAgent.pattern)
  async invite(@Payload() asked: unknown): Promise<Answer<typeof InviteAgent>> {
    const { workspace, agentId, by } = InviteAgent.ask.parse(asked);
    const { state } = await this.loop.state({ workspace, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID });
    if (state.status !== 'created' || !mayChange(by, state) || state.agents.get(agentId)?.active !== true) return null;
    const token = makeOpaqueToken(workspace);
    const expiresAt = this.clock() + INVITED_FOR_MS;
    await inWorkspace(this.dataSource, workspace, (sql) =>
      keepInvitation(sql, workspace, agentId, opaqueTokenHash(token), expiresAt),
    );
    return { token, expiresAt: new Date(expiresAt).toISOString() };
  }

  @MessagePattern(ReadInvitation.pattern)
  async read(@Payload() asked: unknown): Promise<Answer<typeof ReadInvitation>> {
    const presented = readOpaqueToken(ReadInvitation.ask.parse(asked).token);
    if (presented === null) return null;
    const { workspace, hash } = presented;
    const found = await inWorkspace(this.dataSource, workspace, (sql) => invited(sql, workspace, hash, this.clock()));
    if (found === null) return null;
    const { name, email, workspaceName } = found;
    return { name, email, workspaceName };
  }

  @MessagePattern(AcceptInvitation.pattern)
  async accept(@Payload() asked: unknown): Promise<Answer<typeof AcceptInvitation>> {
    const { token, password } = AcceptInvitation.ask.parse(asked);
    const presented = readOpaqueToken(token);
    if (presented === null) return null;
    const { workspace, hash } = presented;
    const found = await inWorkspace(this.dataSource, workspace, (sql) => invited(sql, workspace, hash, this.clock()));
    // No work on a password for whoever brings no invitation.
    if (found === null) return null;
    let passwordHash: string;
    try {
      passwordHash = await this.passwords.hash(password);
    } catch (error) {
      if (error instanceof PasswordsBusy) return { tooMany: true, retryAfterMs: BUSY_RETRY_MS };
      throw error;
    }
    const answer = await inWorkspace(this.dataSource, workspace, async (sql) => {
      const agent = await activeAgent(sql, workspace, found.agentId);
      if (agent === null || !(await spendInvitation(sql, workspace, hash, this.clock()))) return null;
      await setPasswordHash(sql, workspace, agent.agentId, passwordHash, this.clock());
      const family = await beginFamily(sql, workspace, agent, this.clock());
      return signedIn(sql, this.key, workspace, agent, family, this.clock());
    });
    await this.announcer.announce();
    return answer;
  }
}
