import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type Answer, SignOut } from '@holdfast/contracts';
import { DataSource } from 'typeorm';
import { inWorkspace } from '../database/transaction.query.ts';
import { Announcer } from './announcer.ts';
import { endFamily, takeRefreshToken } from './families.ts';
import { CLOCK, type Clock } from './settings.ts';
import { readOpaqueToken } from './tokens.ts';

@Controller()
export class SignOutQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly announcer: Announcer,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Says nothing of the token: who signs out is out, whatever they present. */
  @MessagePattern(SignOut.pattern)
  async answer(@Payload() asked: unknown): Promise<Answer<typeof SignOut>> {
    const presented = readOpaqueToken(SignOut.ask.parse(asked).refreshToken);
    if (presented === null) return {};
    const { workspace, hash } = presented;
    await inWorkspace(this.dataSource, workspace, async (sql) => {
      const kept = await takeRefreshToken(sql, workspace, hash, this.clock());
      if (kept !== null) await endFamily(sql, workspace, kept.family, this.clock());
    });
    await this.announcer.announce();
    return {};
  }
}
