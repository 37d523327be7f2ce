import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type Answer, type Ask, SignIn } from '@holdfast/contracts';
import { DataSource } from 'typeorm';
import { Metrics } from '../health/metrics.ts';
import { LOG, type Log } from '../logging.ts';
import { inTransaction, inWorkspace } from '../database/transaction.query.ts';
import { addressKey } from '../domain/workspace.ts';
import { holderOf } from '../names/claims.ts';
import { Announcer } from './announcer.ts';
import { beginAttempt, forgetAttempts, takeBackAttempt } from './attempt-store.ts';
import { lockedPasswordHash, passwordHash, setPasswordHash } from './credentials.ts';
import { activeAgent, beginFamily } from './families.ts';
import { dropInvitation } from './invitations.ts';
import { Passwords, PasswordsBusy } from './passwords.ts';
import { CLOCK, type Clock, TOKEN_KEY } from './settings.ts';
import { type SignedIn, signedIn } from './signed-in.ts';

/** Where the account of an unknown address is looked for, so that the look-up takes the same steps; nothing is ever there. */
const NOBODY = { workspace: '-', holder: '-' };
const BUSY_RETRY_MS = 1_000;

@Controller()
export class SignInQuery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly passwords: Passwords,
    private readonly announcer: Announcer,
    private readonly metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
    @Inject(TOKEN_KEY) private readonly key: Uint8Array,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @MessagePattern(SignIn.pattern)
  async answer(@Payload() asked: unknown): Promise<Answer<typeof SignIn>> {
    const answer = await this.attempt(SignIn.ask.parse(asked));
    const result = answer === null ? 'refused' : 'tooMany' in answer ? 'slowed' : 'signed-in';
    this.metrics.signIns.inc({ result });
    // Never which account: what is typed into the wrong field would be in the log.
    this.log.info({ event: 'sign-in', result });
    return answer;
  }

  private async attempt(asked: Ask<typeof SignIn>): Promise<Answer<typeof SignIn>> {
    const { email, from } = asked;
    const retryAfterMs = await inTransaction(this.dataSource, (sql) => beginAttempt(sql, email, from, this.clock()));
    if (retryAfterMs > 0) return { tooMany: true, retryAfterMs };
    try {
      const answer = await this.signIn(asked);
      if (answer === null) return null;
      await inTransaction(this.dataSource, (sql) => forgetAttempts(sql, email, from));
      // Beginning it may have ended the oldest one, and a new password ended all of them.
      await this.announcer.announce();
      return answer;
    } catch (error) {
      await inTransaction(this.dataSource, (sql) => takeBackAttempt(sql, email, from));
      if (error instanceof PasswordsBusy) return { tooMany: true, retryAfterMs: BUSY_RETRY_MS };
      throw error;
    }
  }

  private async signIn({ email, password, newPassword }: Ask<typeof SignIn>): Promise<SignedIn | null> {
    const known = await inTransaction(this.dataSource, (sql) => holderOf(sql, 'email', addressKey(email)));
    const { workspace, holder } = known ?? NOBODY;
    const hash = await inWorkspace(this.dataSource, workspace, (sql) => passwordHash(sql, workspace, holder));
    // No connection is held while the password is worked on.
    const isRight = await this.passwords.verify(hash, password);
    // Whoever asks again, because the answer was lost, has changed it already.
    if (!isRight && (newPassword === undefined || !(await this.passwords.verify(hash, newPassword)))) return null;
    const newHash = isRight && newPassword !== undefined ? await this.passwords.hash(newPassword) : undefined;
    return inWorkspace(this.dataSource, workspace, async (sql) => {
      const agent = await activeAgent(sql, workspace, holder);
      // Before the password, as those do who accept an invitation: in another order the two could wait for each other.
      if (newHash !== undefined) await dropInvitation(sql, workspace, holder);
      if (agent === null || (await lockedPasswordHash(sql, workspace, holder)) !== hash) return null;
      if (newHash !== undefined) await setPasswordHash(sql, workspace, holder, newHash, this.clock());
      const family = await beginFamily(sql, workspace, agent, this.clock());
      return signedIn(sql, this.key, workspace, agent, family, this.clock());
    });
  }
}
