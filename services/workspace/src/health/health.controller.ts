import { Controller, Get, Inject } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import type { NatsConnection } from '@nats-io/transport-node';
import { DataSource } from 'typeorm';
import { CommandsConsumer } from '../commands/commands.consumer.ts';
import { DirectoryConsumer } from '../directory/directory.consumer.ts';
import { NATS } from '../nats.module.ts';

const ANSWER_WITHIN_MS = 1_000;

/** Alive: the process answers. Ready: it takes commands; what else is wrong is said, and does not make it unready. */
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    @Inject(NATS) private readonly nc: NatsConnection,
    private readonly dataSource: DataSource,
    private readonly commands: CommandsConsumer,
    private readonly directory: DirectoryConsumer,
  ) {}

  @Get('livez')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  ready(): ReturnType<HealthCheckService['check']> {
    return this.health.check([
      () => this.nats(),
      () => this.commandsTaken(),
      () => this.directoryKept(),
      () => this.postgres(),
    ]);
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

  private async nats(): Promise<HealthIndicatorResult> {
    const check = this.indicator.check('nats');
    return (await answers(this.nc.rtt())) ? check.up() : check.down();
  }

  private async postgres(): Promise<HealthIndicatorResult> {
    const check = this.indicator.check('postgres');
    return (await answers(this.dataSource.query('select 1'))) ? check.up() : check.degraded();
  }
}

/** Whether what was asked is answered soon. */
async function answers(asked: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ANSWER_WITHIN_MS);
  });
  const answered = asked.then(
    () => true,
    () => false,
  );
  const result = await Promise.race([answered, late]);
  clearTimeout(timer);
  return result;
}
