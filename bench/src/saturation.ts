import type { Measured, Measurement } from './measure.ts';
import type { Options } from './options.ts';

/** Each step offers this much more than the one before. */
const STEP = 1.3;
/** What is still under way when the last message was due has to arrive within this time, in ms. */
const DRAIN_MS = 1_000;

/** Whether the installation keeps up: everything arrives, and no queue grows over the span. */
const sustained = ({ arrived, rate, offered }: Measured): boolean => arrived && rate >= 0.95 * offered;

/** Offers more and more until it is too much. Answers every step; the last sustained one is the result. */
export async function saturate(
  measurement: Measurement,
  { rate, seconds }: Options,
  say: (line: string) => void,
): Promise<{ steps: readonly Measured[]; best: Measured | undefined }> {
  const steps: Measured[] = [];
  let best: Measured | undefined;
  for (let offered = rate; ; offered = Math.round(offered * STEP)) {
    const measured = await measurement.run({ perSecond: offered, seconds }, DRAIN_MS);
    steps.push(measured);
    say(
      `  ${offered} msg/s offered: ${measured.rate} msg/s, p50 ${measured.p50} ms, p99 ${measured.p99} ms, idle ${measured.idleShare}`,
    );
    if (!sustained(measured)) return { steps, best };
    best = measured;
  }
}
