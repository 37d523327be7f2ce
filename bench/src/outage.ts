import { type HistoryAnswer, SERVED } from './history-watch.ts';
import { percentile, round } from './measure.ts';

/** When Postgres was taken away and when it was back, as of `performance.now()`. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** A message: when it was due, and how long after that the other side was shown it, in ms. */
export interface Delivery {
  readonly due: number;
  readonly ms: number;
}

type Span = 'before' | 'during' | 'after';

const spanOf = (at: number, { from, to }: Outage): Span => (at < from ? 'before' : at < to ? 'during' : 'after');

/** How long messages took of those that were due in each span, and how many times as long as before. */
export function latencies(deliveries: readonly Delivery[], outage: Outage) {
  const taken: Record<Span, number[]> = { before: [], during: [], after: [] };
  for (const { due, ms } of deliveries) taken[spanOf(due, outage)].push(ms);
  const told = (span: Span) => ({ p50: percentile(taken[span], 0.5), p99: percentile(taken[span], 0.99) });
  const [before, during, after] = [told('before'), told('during'), told('after')];
  const over = (span: typeof before) => ({ p50: ratio(span.p50, before.p50), p99: ratio(span.p99, before.p99) });
  return {
    delivery_ms: { before, during, after },
    delivery_over_before: { during: over(during), after: over(after) },
  };
}

const ratio = (value: number | null, to: number | null): number | null =>
  value === null || to === null ? null : round(value / to);

/** One that is under way when Postgres goes counts before, and one that is when it comes back counts after. */
const spanOfAnswer = ({ askedAt, at }: HistoryAnswer, outage: Outage): Span =>
  askedAt < outage.from ? 'before' : spanOf(at, outage);

/** What questions for the history came to in each span, how long the answers took meanwhile, and how long after the outage none was in vain any more. */
export function historyOf(answers: readonly HistoryAnswer[], outage: Outage) {
  const counts: Record<Span, Record<string, number>> = { before: {}, during: {}, after: {} };
  for (const answer of answers) {
    const of = counts[spanOfAnswer(answer, outage)];
    of[answer.what] = (of[answer.what] ?? 0) + 1;
  }
  const lastInVain = answers.findLast(({ what }) => what !== SERVED)?.at ?? 0;
  const served = answers.find(({ at }) => at > Math.max(lastInVain, outage.to));
  const meanwhile = answers.filter((answer) => spanOfAnswer(answer, outage) === 'during');
  return {
    history: counts,
    history_answered_ms: percentile(
      meanwhile.map(({ askedAt, at }) => at - askedAt),
      0.5,
    ),
    history_served_ms: served === undefined ? null : Math.round(served.at - outage.to),
  };
}
