import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

const name = (rest: string): string => `holdfast_${rest}`;

/** What Prometheus reads of this process. */
export class Metrics {
  readonly registry = new Registry();
  readonly commands = new Counter({
    name: name('commands_total'),
    help: 'Requests by how their message was settled.',
    labelNames: ['settlement'],
    registers: [this.registry],
  });
  readonly projectorLag = new Gauge({
    name: name('projector_lag_commits'),
    help: 'Commits in the log behind the decisions in Postgres.',
    registers: [this.registry],
  });
  readonly projectorRunning = new Gauge({
    name: name('projector_running'),
    help: '1 while decisions are being projected here.',
    registers: [this.registry],
  });
  readonly projectorFailed = new Gauge({
    name: name('projector_failed'),
    help: '1 when the checkpoint is not in the log.',
    registers: [this.registry],
  });

  constructor() {
    this.registry.setDefaultLabels({ service: 'assignment' });
    collectDefaultMetrics({ register: this.registry });
  }

  /** A number that is looked up whenever Prometheus asks. */
  watch(rest: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({
      name: name(rest),
      help,
      registers: [this.registry],
      collect: () => gauge.set(read()),
    });
  }
}
