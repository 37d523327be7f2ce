import { expect, test } from '@jest/globals';
import { type Outcome } from '@holdfast/contracts';
import { checkLaw } from '@holdfast/testing';
import fc from 'fast-check';
import { SettledIds } from './settled-ids.ts';

type Step = {
  readonly on: number;
  readonly ids: readonly string[];
  readonly at: number;
  readonly forgetBefore: number;
};
const steps = fc.array(
  fc.record({
    on: fc.nat({ max: 6 }),
    ids: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { maxLength: 4 }),
    at: fc.nat({ max: 50 }),
    forgetBefore: fc.oneof(fc.constant(-Infinity), fc.nat({ max: 50 })),
  }),
  { maxLength: 40 },
);

/** The same with plain lists. */
function modelled(
  before: readonly (readonly [Outcome, number])[],
  { ids, at, forgetBefore }: Step,
  outcomes: readonly Outcome[],
) {
  const young = before.findIndex(([, settledAt]) => settledAt >= forgetBefore);
  const kept = young === -1 ? (forgetBefore === -Infinity ? [...before] : []) : before.slice(young);
  ids.forEach((id, n) => {
    const outcome = outcomes[n];
    if (outcome !== undefined && !kept.some(([{ commandId }]) => commandId === id)) kept.push([outcome, at]);
  });
  return kept;
}

test('E-FOLD-6 settled ids behave as a list that every change copies, whichever version is changed', async () => {
  let serial = 0;
  const law = fc.property(steps, (all) => {
    const versions = [{ real: SettledIds.none(), model: [] as readonly (readonly [Outcome, number])[] }];
    for (const step of all) {
      const from = versions.at(-1 - (step.on % versions.length))!;
      const outcomes = step.ids.map((commandId): Outcome => ({ commandId, kind: 'refused', reason: String(serial++) }));
      versions.push({
        real: from.real.with(outcomes, step.at, step.forgetBefore),
        model: modelled(from.model, step, outcomes),
      });
    }
    for (const { real, model } of versions) {
      expect([...real.values()]).toEqual(model.map(([outcome]) => outcome));
      expect(real.size).toBe(model.length);
      for (const id of 'abcdefgh') expect(real.get(id)).toBe(model.find(([{ commandId }]) => commandId === id)?.[0]);
    }
  });
  await checkLaw(import.meta.url, 'settled ids', law, { runs: 300 });
});
