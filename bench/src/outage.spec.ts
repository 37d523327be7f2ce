import { describe, expect, it } from '@jest/globals';
import { historyOf, latencies } from './outage.ts';

const outage = { from: 100, to: 200 };

describe('an outage', () => {
  it('B-OUTAGE-1 counts a message where it was due, however late it is shown', () => {
    const delivered = [
      { due: 0, ms: 10 },
      { due: 99, ms: 30 },
      { due: 100, ms: 60 },
      { due: 200, ms: 5 },
    ];
    expect(latencies(delivered, outage)).toEqual({
      delivery_ms: { before: { p50: 10, p99: 30 }, during: { p50: 60, p99: 60 }, after: { p50: 5, p99: 5 } },
      delivery_over_before: { during: { p50: 6, p99: 2 }, after: { p50: 0.5, p99: 0.167 } },
    });
  });

  it('B-OUTAGE-2 counts history as served from the answer after which none was in vain', () => {
    const answer = (at: number, what: string) => ({ askedAt: at - 3, at, what });
    const answers = [
      answer(90, '200'),
      answer(102, '200'),
      answer(150, '503 catching-up'),
      answer(210, '200'),
      answer(220, '503 catching-up'),
      answer(230, '200'),
      answer(240, '200'),
    ];
    expect(historyOf(answers, outage)).toEqual({
      history: {
        before: { '200': 2 },
        during: { '503 catching-up': 1 },
        after: { '200': 3, '503 catching-up': 1 },
      },
      history_answered_ms: 3,
      history_served_ms: 30,
    });
    expect(historyOf(answers.slice(0, 3), outage).history_served_ms).toBeNull();
  });
});
