/** A step that a system may take, by name, and where it leads. */
export type Step<S> = readonly [name: string, next: S];

export interface System<S> {
  readonly initial: S;
  /** Every step that may be taken in a state. */
  readonly steps: (state: S) => Iterable<Step<S>>;
  /** What is wrong with a state, if anything. */
  readonly wrong: (state: S) => string | null;
  /** Whether everything has come to its end in it. From every state such a one must be within reach. */
  readonly settled: (state: S) => boolean;
}

export interface Explored {
  readonly states: number;
  readonly steps: number;
  /** The first thing that was found wrong, and the shortest way there. */
  readonly violation?: { readonly what: string; readonly way: readonly string[] };
}

/**
 * Every state that can be reached, in order of distance. States are plain data; equal ones are one.
 * @throws RangeError when there are more than `limit` of them: bounds of a system are set, never guessed
 */
export function explore<S>(system: System<S>, limit: number): Explored {
  const numbers = new Map<string, number>();
  const queue: S[] = [];
  const cameFrom: number[] = [];
  const cameBy: string[] = [];
  /** Pairs of a state and one that it leads to. */
  const edges: number[] = [];
  const settled: number[] = [];

  const wayTo = (number: number): string[] => {
    const way: string[] = [];
    for (let at = number; at > 0; at = cameFrom[at] ?? 0) way.unshift(cameBy[at] ?? '');
    return way;
  };
  const visit = (state: S, from: number, by: string): number => {
    const key = JSON.stringify(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    if (queue.length === limit) throw new RangeError(`there are more than ${String(limit)} states`);
    const number = queue.push(state) - 1;
    numbers.set(key, number);
    cameFrom.push(from);
    cameBy.push(by);
    return number;
  };

  visit(system.initial, 0, '');
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at] as S;
    const what = system.wrong(state);
    if (what !== null) return { states: queue.length, steps: edges.length / 2, violation: { what, way: wayTo(at) } };
    if (system.settled(state)) settled.push(at);
    for (const [name, next] of system.steps(state)) edges.push(at, visit(next, at, name));
  }
  const stuck = firstThatCannotReach(settled, edges, queue.length);
  const counts = { states: queue.length, steps: edges.length / 2 };
  return stuck === undefined ? counts : { ...counts, violation: { what: 'can never settle', way: wayTo(stuck) } };
}

function firstThatCannotReach(goals: readonly number[], edges: readonly number[], states: number): number | undefined {
  const sources = new Map<number, number[]>();
  for (let i = 0; i < edges.length; i += 2) {
    const [source, target] = edges.slice(i, i + 2) as [number, number];
    const known = sources.get(target);
    if (known === undefined) sources.set(target, [source]);
    else known.push(source);
  }
  const canReach = new Set(goals);
  // A set that grows is walked to its end.
  for (const state of canReach) for (const source of sources.get(state) ?? []) canReach.add(source);
  for (let state = 0; state < states; state++) if (!canReach.has(state)) return state;
  return undefined;
}
