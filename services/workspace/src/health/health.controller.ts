import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { DataSource } from 'typeorm';
import { CommandsConsumer } from '../commands/commands.consumer.ts';
import { DirectoryConsumer } from '../directory/directory.consumer.ts';

const POSTGRES_WAIT_MS = 1_000;

/** Alive: the process answers. Ready: it takes commands; what else is wrong is said, and does not make it unready. */
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly dataSource: DataSource,
    private readonly commands: CommandsConsumer,
    private readonly directory: DirectoryConsumer,
  ) {}

  @Get('livez')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @HealthCheck()
  ready(): ReturnType<HealthCheckService['check']> {
    return this.health.check([() => this.commandsTaken(), () => this.directoryKept(), () => this.postgres()]);
  }

  private commandsTaken(): HealthIndicatorResult {
    const check = this.indicator.check('commands');
    return this.commands.pulling() ? check.up() : check.down();
  }

  /** A log that is not the one that was projected needs an operator, so it is not merely degraded. */
  private directoryKept(): HealthIndicatorResult {
    const check = this.indicator.check('directory');
    const { state, lag } = this.directory.standing();
    if (state === 'failed') return check.down({ state });
    return state === 'running' || state === 'standby' ? check.up({ state, lag }) : check.degraded({ state });
  }

  private async postgres(): Promise<HealthIndicatorResult> {
    const check = this.indicator.check('postgres');
    let timer: NodeJS.Timeout | undefined;
    try {
      const timeout = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('no answer')), POSTGRES_WAIT_MS);
      });
      await Promise.race([this.dataSource.query('select 1'), timeout]);
      return check.up();
    } catch {
      return check.degraded();
    } finally {
      clearTimeout(timer);
    }
  }
}
