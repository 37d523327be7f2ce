import { build, type Histogram } from 'hdr-histogram-js';
import type { Journey } from './journey.ts';
import { watchIdle } from './machine.ts';
import { pace, type Pace } from './pacer.ts';
import type { People } from './people.ts';
import type { Projection } from './projection.ts';

/** What one span of an open-loop run came to. Times in ms, from the instant a message was due. */
export interface Measured {
  readonly offered: number;
  /** Messages a second that the other side was shown, over the span and its draining. */
  readonly rate: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  readonly idleShare: number;
  /** Whether everything arrived within the time allowed after the last one was due. */
  readonly arrived: boolean;
  readonly drainMs: number;
}

/** Numbers of messages go on over all spans, so that an oracle can tell them apart. */
export class Measurement {
  readonly #people: People;
  readonly #projection: Projection | undefined;
  readonly #journey: Journey | undefined;
  #first: number;

  /** @param first number of the first message of the first span */
  constructor(people: People, projection?: Projection, first = 0, journey?: Journey) {
    this.#people = people;
    this.#projection = projection;
    this.#first = first;
    this.#journey = journey;
  }

  /** Waits until what an overloaded span left under way has arrived. */
  async settle(): Promise<void> {
    await this.#people.arrive(30_000);
  }

  async run(span: Pace, drainWithinMs: number): Promise<Measured> {
    const people = this.#people;
    const first = this.#first;
    const due = new Map<number, { readonly at: number; readonly composed: number }>();
    const microseconds: Histogram = build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: 120_000_000,
      numberOfSignificantValueDigits: 3,
    });
    people.onShown = (index, session, eventId) => {
      const shownAt = performance.now();
      const sent = due.get(index);
      if (sent === undefined) return;
      due.delete(index);
      microseconds.recordValue(Math.max(1, Math.round((shownAt - sent.at) * 1_000)));
      this.#journey?.note(eventId, sent.at, sent.composed, shownAt);
      this.#projection?.sample(eventId, session, shownAt);
    };
    const idle = watchIdle();
    let beganAt = 0;
    await pace(span, (index, dueAt) => {
      if (index === 0) beganAt = dueAt;
      people.send(first + index);
      due.set(first + index, { at: dueAt, composed: performance.now() });
    });
    this.#first = first + Math.round(span.perSecond * span.seconds);
    const idleShare = idle();
    const lastDueAt = performance.now();
    const arrived = await people.arrive(drainWithinMs);
    const endedAt = performance.now();
    const ms = (percentile: number): number => round(microseconds.getValueAtPercentile(percentile) / 1_000);
    return {
      offered: span.perSecond,
      rate: Math.round(microseconds.totalCount / ((Math.max(endedAt, lastDueAt) - beganAt) / 1_000)),
      p50: ms(50),
      p90: ms(90),
      p99: ms(99),
      max: round(microseconds.maxValue / 1_000),
      idleShare: round(idleShare),
      arrived,
      drainMs: Math.round(endedAt - lastDueAt),
    };
  }
}

export const round = (value: number): number => Math.round(value * 1_000) / 1_000;

/** The value below which this share of the values is. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1);
  const value = sorted[Math.max(0, at)];
  return value === undefined ? null : round(value);
}
