import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

/** What Prometheus reads of this process. */
export class Metrics {
  readonly registry = new Registry();
  readonly commands = new Counter({
    name: 'holdfast_commands_total',
    help: 'Requests by how their message was settled.',
    labelNames: ['settlement'],
    registers: [this.registry],
  });
  readonly signIns = new Counter({
    name: 'holdfast_sign_ins_total',
    help: 'Sign-ins by result.',
    labelNames: ['result'],
    registers: [this.registry],
  });
  readonly projectorLag = new Gauge({
    name: 'holdfast_projector_lag_commits',
    help: 'Commits in the log behind the directory.',
    registers: [this.registry],
  });
  readonly projectorRunning = new Gauge({
    name: 'holdfast_projector_running',
    help: '1 while the directory is being projected here.',
    registers: [this.registry],
  });
  readonly projectorFailed = new Gauge({
    name: 'holdfast_projector_failed',
    help: '1 when the checkpoint is not in the log.',
    registers: [this.registry],
  });

  constructor() {
    this.registry.setDefaultLabels({ service: 'workspace' });
    collectDefaultMetrics({ register: this.registry });
  }
}
