import { type Handled } from '@holdfast/event-sourcing';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus reads of this process. */
export class Metrics {
  readonly registry = new Registry();
  readonly settlements = this.#counter('holdfast_commands_total', 'Requests by how their message was settled.', [
    'settlement',
  ]);
  readonly outcomes = this.#counter(
    'holdfast_outcomes_total',
    'Outcomes recorded, by kind; answered from the log: known.',
    ['kind'],
  );
  readonly conflicts = this.#counter(
    'holdfast_append_conflicts_total',
    'Appends that came second and were decided again.',
    [],
  );
  readonly unknownEvents = this.#counter(
    'holdfast_unknown_events_total',
    'Events of types this version does not know.',
    ['type'],
  );
  readonly handling = new Histogram({
    name: 'holdfast_handling_seconds',
    help: 'From taking a request to its commit in the log.',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.registry],
  });
  readonly projectorLag = new Gauge({
    name: 'holdfast_projector_lag_commits',
    help: 'Commits in the log behind the read models.',
    registers: [this.registry],
  });
  readonly projectorRunning = new Gauge({
    name: 'holdfast_projector_running',
    help: '1 while the read models are written here.',
    registers: [this.registry],
  });
  readonly projectorFailed = new Gauge({
    name: 'holdfast_projector_failed',
    help: '1 when the checkpoint is not in the log.',
    registers: [this.registry],
  });

  constructor() {
    this.registry.setDefaultLabels({ service: 'session' });
    collectDefaultMetrics({ register: this.registry });
  }

  handled({ recorded, known }: Handled, seconds: number): void {
    this.handling.observe(seconds);
    for (const { kind } of recorded) this.outcomes.inc({ kind });
    if (known.length > 0) this.outcomes.inc({ kind: 'known' }, known.length);
  }

  #counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}
