import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type Answer, RefreshSignIn } from '@holdfast/contracts';
import { DataSource } from 'typeorm';
import { inWorkspace } from '../database/transaction.query.ts';
import { Announcer } from './announcer.ts';
import { activeAgent, endFamily, ownerOfRefreshToken, spendRefreshToken, takeRefreshToken } from './families.ts';
import { CLOCK, type Clock, TOKEN_KEY } from './settings.ts';
import { signedIn } from './signed-in.ts';
import { readOpaqueToken } from './tokens.ts';

@Controller()
export class RefreshQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly announcer: Announcer,
    @Inject(TOKEN_KEY) private readonly key: Uint8Array,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @MessagePattern(RefreshSignIn.pattern)
  async answer(@Payload() asked: unknown): Promise<Answer<typeof RefreshSignIn>> {
    const presented = readOpaqueToken(RefreshSignIn.ask.parse(asked).refreshToken);
    if (presented === null) return null;
    const { workspace, hash } = presented;
    const now = this.clock();
    const answer = await inWorkspace(this.dataSource, workspace, async (sql) => {
      const owner = await ownerOfRefreshToken(sql, workspace, hash);
      const agent = owner === null ? null : await activeAgent(sql, workspace, owner);
      const kept = await takeRefreshToken(sql, workspace, hash, now);
      if (kept === null) return null;
      // Somebody else has had it: either the one who presents it now, or the one who spent it, is not its owner.
      if (kept.spent) await endFamily(sql, workspace, kept.family, now);
      if (kept.spent || kept.expired || kept.ended || agent === null) return null;
      await spendRefreshToken(sql, workspace, hash, now);
      return signedIn(sql, this.key, workspace, agent, kept.family, now);
    });
    if (answer === null) await this.announcer.announce();
    return answer;
  }
}
