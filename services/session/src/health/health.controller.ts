import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { SessionProcess } from '../process/session-process.consumer.ts';
import { TenantReader } from '../reading/tenant-reader.query.ts';

const POSTGRES_WAIT_MS = 1_000;

/** Alive: the process answers. Ready: it takes commands. That history is behind or away is said, and makes nobody turn commands away. */
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly session: SessionProcess,
    private readonly reader: TenantReader,
  ) {}

  @Get('livez')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  ready(): ReturnType<HealthCheckService['check']> {
    return this.health.check([() => this.commands(), () => this.projection(), () => this.postgres()]);
  }

  private commands(): HealthIndicatorResult {
    const check = this.indicator.check('commands');
    return this.session.takesCommands() ? check.up() : check.down();
  }

  private projection(): HealthIndicatorResult {
    const check = this.indicator.check('projection');
    const { state, lag } = this.session.projection();
    return state === 'running' || state === 'standby' ? check.up({ state, lag }) : check.degraded({ state });
  }

  private async postgres(): Promise<HealthIndicatorResult> {
    const check = this.indicator.check('postgres');
    return (await this.reader.answers(POSTGRES_WAIT_MS)) ? check.up() : check.degraded();
  }
}
