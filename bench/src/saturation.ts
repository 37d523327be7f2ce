import type { Measured, Measurement } from './measure.ts';
import type { Options } from './options.ts';

/** Each step offers this much more than the one before. */
const STEP = 1.3;
/** What is still under way when the last message was due has to arrive within this time, in ms. */
const DRAIN_MS = 1_000;

/** Whether the installation keeps up: everything arrives, and no queue grows over the span. */
const sustained = ({ arrived, rate, offered }: Measured): boolean => arrived && rate >= 0.95 * offered;

/**
 * Offers more and more until it is too much, or, where the first step is too much already, less and less until it is not.
 * A step that fails is tried once more: one hiccup of the machine is no limit. Answers every step; the best sustained one is the result.
 */
export async function saturate(
  measurement: Measurement,
  { rate, seconds }: Options,
  say: (line: string) => void,
): Promise<{ steps: readonly Measured[]; best: Measured | undefined }> {
  const steps: Measured[] = [];
  const holds = async (offered: number): Promise<Measured | undefined> => {
    for (let attempt = 0; attempt < 2; attempt++) {
      const measured = await measurement.run({ perSecond: offered, seconds }, DRAIN_MS);
      steps.push(measured);
      const { rate: reached, p50, p99, idleShare } = measured;
      say(`  ${offered} msg/s offered: ${reached} msg/s, p50 ${p50} ms, p99 ${p99} ms, idle ${idleShare}`);
      if (sustained(measured)) return measured;
      await measurement.settle();
    }
    return undefined;
  };
  let best = await holds(rate);
  if (best === undefined) {
    for (let offered = rate / STEP; best === undefined && offered >= 1; offered /= STEP)
      best = await holds(Math.round(offered));
    return { steps, best };
  }
  for (let offered = rate * STEP; ; offered *= STEP) {
    const measured = await holds(Math.round(offered));
    if (measured === undefined) return { steps, best };
    best = measured;
  }
}
