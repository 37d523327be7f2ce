import { randomBytes } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type Answer, MakeIdentityKey, VerifyIdentity, WORKSPACE_AGGREGATE_ID } from '@holdfast/contracts';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../auth/settings.ts';
import { WorkspaceLoop } from '../commands/workspace-loop.ts';
import { enterWorkspace, inTransaction, inWorkspace } from '../database/transaction.query.ts';
import { mayChange } from '../domain/workspace.ts';
import { holderOf } from '../names/claims.ts';
import { identityKey, keepIdentityKey } from './identity-keys.ts';
import { vouchedFor } from './vouched.ts';

@Controller()
export class IdentityQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly loop: WorkspaceLoop,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @MessagePattern(MakeIdentityKey.pattern)
  async make(@Payload() asked: unknown): Promise<Answer<typeof MakeIdentityKey>> {
    const { workspace, siteId, by } = MakeIdentityKey.ask.parse(asked);
    const { state } = await this.loop.state({ workspace, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID });
    if (state.status !== 'created' || !mayChange(by, state) || !state.sites.has(siteId)) return null;
    const key = randomBytes(32).toString('base64url');
    await inWorkspace(this.dataSource, workspace, (sql) => keepIdentityKey(sql, workspace, siteId, key, this.clock()));
    return { key };
  }

  @MessagePattern(VerifyIdentity.pattern)
  async verify(@Payload() asked: unknown): Promise<Answer<typeof VerifyIdentity>> {
    const { siteId, token } = VerifyIdentity.ask.parse(asked);
    const key = await inTransaction(this.dataSource, async (sql) => {
      const held = await holderOf(sql, 'site', siteId);
      if (held === null) return null;
      await enterWorkspace(sql, held.workspace);
      return identityKey(sql, held.workspace, siteId);
    });
    return key === null ? null : vouchedFor(token, key, siteId, this.clock());
  }
}
