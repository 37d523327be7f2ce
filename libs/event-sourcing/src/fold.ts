import type { AnyCommand, AnyEvent, Commit, Outcome, RecordedEvent } from '@holdfast/contracts';
import type { Decider } from './decider.ts';
import { BrokenLog } from './errors.ts';
import { SettledIds } from './settled-ids.ts';

/** A commit with its place in the log. */
export interface StoredCommit {
  readonly commit: Commit;
  /** Sequence of the stream, from 1. */
  readonly sequence: number;
}

/** What an aggregate's commits amount to. */
export interface Folded<S> {
  readonly state: S;
  readonly v: number;
  readonly w: number;
  /** Sequence of the last commit; 0: there is none. The next append expects it. */
  readonly sequence: number;
  /** Its id; empty: there is none. */
  readonly commitId: string;
  /** What became of every command that is settled and remembered. */
  readonly settled: ReadonlyMap<string, Outcome>;
}

/** An aggregate without commits. */
export const unfolded = <S>(decider: { readonly initial: S }): Folded<S> => ({
  state: decider.initial,
  v: 0,
  w: 0,
  sequence: 0,
  commitId: '',
  settled: SettledIds.none(),
});

/** Is told of an event whose type the decider does not know; it counts, but does not change the state. */
export type OnUnknownEvent = (event: RecordedEvent, sequence: number) => void;

/**
 * The aggregate after one more commit.
 * @throws BrokenLog when the commit's numbers do not follow. The first commit of all may begin anywhere: an erased aggregate keeps only its last one.
 */
export function fold<C extends AnyCommand, E extends AnyEvent, S>(
  decider: Pick<Decider<C, E, S>, 'evolve' | 'knownEvents' | 'rememberFor'>,
  folded: Folded<S>,
  { commit, sequence }: StoredCommit,
  onUnknownEvent?: OnUnknownEvent,
): Folded<S> {
  const before = folded.sequence === 0 ? commit.v - commit.events.length : folded.v;
  if (commit.v !== before + commit.events.length)
    throw new BrokenLog(
      `commit ${commit.id} at ${String(sequence)} ends at v ${String(commit.v)} after ${String(before)}`,
    );
  let { state } = folded;
  commit.events.forEach((event, n) => {
    if (event.v !== before + n + 1)
      throw new BrokenLog(
        `event ${event.id} at ${String(sequence)} has v ${String(event.v)}, not ${String(before + n + 1)}`,
      );
    if (decider.knownEvents.has(event.type)) state = decider.evolve(state, event as RecordedEvent<E>, commit);
    else onUnknownEvent?.(event, sequence);
  });
  const at = Date.parse(commit.at);
  const settled =
    folded.settled instanceof SettledIds ? folded.settled : SettledIds.none().with([...folded.settled.values()], at);
  const forgetBefore = decider.rememberFor === undefined ? undefined : at - decider.rememberFor;
  const { v, w, id: commitId } = commit;
  return { state, v, w, sequence, commitId, settled: settled.with(commit.outcomes, at, forgetBefore) };
}
