import type { Step } from './read-model.ts';

/** What a batch of commits means for one workspace. */
export interface Work {
  readonly workspace: string;
  /** Sessions that are erased: their rows go before anything is written. */
  readonly erased: readonly string[];
  /** What is written: of an erased session, its erasure and what came after. */
  readonly steps: readonly Step[];
}

const erases = ({ commit }: Step): boolean => commit.events.some(({ type }) => type === 'SessionErased');

/** Sorts a batch by workspace, in the log's order within each. */
export function workOf(batch: readonly Step[]): Work[] {
  const workspaces = new Map<string, Step[]>();
  for (const step of batch) {
    const steps = workspaces.get(step.ref.workspace);
    if (steps === undefined) workspaces.set(step.ref.workspace, [step]);
    else steps.push(step);
  }
  return [...workspaces].map(([workspace, steps]) => {
    const erasures = new Map(steps.filter(erases).map(({ ref, sequence }) => [ref.id, sequence]));
    return {
      workspace,
      erased: [...erasures.keys()],
      steps: steps.filter(({ ref, sequence }) => sequence >= (erasures.get(ref.id) ?? 0)),
    };
  });
}
