import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { DataSource } from 'typeorm';
import { CommandsConsumer } from '../commands/commands.consumer.ts';
import { DecisionsConsumer } from '../decisions/decisions.consumer.ts';
import { PresenceConsumer } from '../presence/presence.consumer.ts';
import { ProcessConsumer } from '../process/process.consumer.ts';

const POSTGRES_WAIT_MS = 1_000;

/** Alive: the process answers. Ready: it decides and carries decisions; what else is wrong is said, and does not make it unready. */
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly dataSource: DataSource,
    private readonly commands: CommandsConsumer,
    private readonly process: ProcessConsumer,
    private readonly presence: PresenceConsumer,
    private readonly decisions: DecisionsConsumer,
  ) {}

  @Get('livez')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  ready(): ReturnType<HealthCheckService['check']> {
    return this.health.check([
      () => this.commandsTaken(),
      () => this.decisionsCarried(),
      () => this.presenceWatched(),
      () => this.decisionsKept(),
      () => this.postgres(),
    ]);
  }

  private commandsTaken(): HealthIndicatorResult {
    const check = this.indicator.check('commands');
    return this.commands.pulling() ? check.up() : check.down();
  }

  private decisionsCarried(): HealthIndicatorResult {
    const check = this.indicator.check('process');
    const standing = this.process.standing();
    return standing.state === 'interrupted' ? check.down(standing) : check.up(standing);
  }

  private presenceWatched(): HealthIndicatorResult {
    const check = this.indicator.check('presence');
    return this.presence.watching() ? check.up() : check.degraded();
  }

  /** A log that is not the one that was projected needs an operator, so it is not merely degraded. */
  private decisionsKept(): HealthIndicatorResult {
    const check = this.indicator.check('decisions');
    const { state, lag } = this.decisions.standing();
    if (state === 'failed') return check.down({ state });
    return state === 'running' || state === 'standby' ? check.up({ state, lag }) : check.degraded({ state });
  }

  private async postgres(): Promise<HealthIndicatorResult> {
    const check = this.indicator.check('postgres');
    const waited = new AbortController();
    try {
      const timeout = new Promise<never>((_, reject) => {
        const timer = setTimeout(() => reject(new Error('no answer')), POSTGRES_WAIT_MS);
        waited.signal.addEventListener('abort', () => clearTimeout(timer));
      });
      await Promise.race([this.dataSource.query('select 1'), timeout]);
      return check.up();
    } catch {
      return check.degraded();
    } finally {
      waited.abort();
    }
  }
}
