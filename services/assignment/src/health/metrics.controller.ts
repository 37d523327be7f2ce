import { Controller, Get, Header } from '@nestjs/common';
import { ProcessConsumer } from '../process/process.consumer.ts';
import { Metrics } from './metrics.ts';

@Controller()
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    process: ProcessConsumer,
  ) {
    metrics.watch(
      'process_pending_commits',
      'Commits that the process manager has not read.',
      () => process.standing().pending,
    );
    metrics.watch('process_under_way', 'Commits whose consequences are under way.', () => process.standing().underWay);
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  read(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
