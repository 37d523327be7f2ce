import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { HealthCheck, type HealthCheckResult, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { Metrics } from './metrics.ts';

/** The parts of being ready. */
export interface Readiness {
  nats(): boolean;
  caughtUp(): boolean;
  draining(): boolean;
}
export const READINESS = Symbol('readiness');

@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(READINESS) private readonly readiness: Readiness,
    @Inject(Metrics) private readonly counted: Metrics,
  ) {}

  @Get('livez')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  @Get('readyz')
  ready(): Promise<HealthCheckResult> {
    const { readiness } = this;
    return this.health.check([
      () => this.#part('nats', readiness.nats()),
      () => this.#part('log', readiness.caughtUp()),
      () => this.#part('open', !readiness.draining()),
    ]);
  }

  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Get('metrics')
  metrics(): Promise<string> {
    return this.counted.registry.metrics();
  }

  #part(name: string, isUp: boolean) {
    const check = this.indicators.check(name);
    return isUp ? check.up() : check.down();
  }
}
