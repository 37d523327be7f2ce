import { deepStrictEqual, fail, strictEqual } from 'node:assert';
import { currentVersion } from '@holdfast/contracts';
import type { Actor, AnyCommand, AnyEvent, Commit, RecordedEvent } from '@holdfast/contracts';
import { decideRequest } from './decide-request.ts';
import type { Decider } from './decider.ts';
import { fold, unfolded } from './fold.ts';
import type { Folded } from './fold.ts';

/** What a command is expected to lead to: these events (data too), or this refusal. */
export type Expected<E> = readonly E[] | { readonly refused: string; readonly detail?: Record<string, unknown> };

const START = '2026-01-01T00:00:00.000Z';

/**
 * Specs of a decider, as one sentence: `given(decider).events(actor, …).when(command, actor).then([…])`.
 * Each step returns another scenario, so a beginning can be shared. Failing steps throw AssertionError.
 */
export const given = <C extends AnyCommand, E extends AnyEvent, S>(decider: Decider<C, E, S>): Scenario<C, E, S> =>
  new Scenario(decider, unfolded(decider), START, null);

export class Scenario<C extends AnyCommand, E extends AnyEvent, S> {
  readonly #decider: Decider<C, E, S>;
  readonly #at: string;
  readonly #last: Commit<E> | null;
  /** The aggregate as it stands. */
  readonly folded: Folded<S>;

  constructor(decider: Decider<C, E, S>, folded: Folded<S>, at: string, last: Commit<E> | null) {
    this.#decider = decider;
    this.#at = at;
    this.#last = last;
    this.folded = folded;
  }

  /** What follows happens at this time. */
  at(instant: string): Scenario<C, E, S> {
    return new Scenario(this.#decider, this.folded, instant, this.#last);
  }

  /** This has happened, by this actor. */
  events(actor: Actor, ...events: readonly E[]): Scenario<C, E, S> {
    let { v, w } = this.folded;
    const cause = `given-${String(this.folded.sequence + 1)}`;
    const recorded = events.map((event, n): RecordedEvent<E> => {
      v += 1;
      if (this.#decider.visibleToVisitors(event)) w += 1;
      return { id: `${cause}/${String(n)}`, ...event, ver: currentVersion(event.type), v, w };
    });
    return this.#committed({
      id: cause,
      at: this.#at,
      actor,
      causationId: cause,
      correlationId: cause,
      v,
      w,
      outcomes: [{ commandId: cause, kind: 'stored' }],
      events: recorded,
    });
  }

  /** These commands of this actor were carried out; one that is refused fails the spec. */
  commands(actor: Actor, ...commands: readonly C[]): Scenario<C, E, S> {
    return commands.reduce<Scenario<C, E, S>>((scenario, command) => {
      const after = scenario.when(command, actor);
      const refused = after.#last?.outcomes.find((outcome) => outcome.kind === 'refused');
      if (refused?.kind === 'refused') fail(`given command ${command.type} was refused: ${refused.reason}`);
      return after;
    }, this);
  }

  /** This actor issues this command. A command whose id is settled changes nothing. */
  when(command: C, actor: Actor): Scenario<C, E, S> {
    const id = `when-${String(this.folded.sequence + 1)}`;
    const { commit } = decideRequest(
      this.#decider,
      this.folded,
      { id, at: this.#at, actor, correlationId: id, commands: [command] },
      { commitId: id },
    );
    return commit === null ? new Scenario(this.#decider, this.folded, this.#at, null) : this.#committed(commit);
  }

  /** What came of the last `when`. */
  then(expected: Expected<E>): void {
    const refused = this.#last?.outcomes.find((outcome) => outcome.kind === 'refused');
    if ('refused' in expected) {
      const { refused: reason, detail } = expected;
      strictEqual(refused?.reason ?? 'accepted', reason);
      if (detail !== undefined) deepStrictEqual(refused?.detail, detail);
      return;
    }
    if (refused !== undefined) fail(`refused: ${refused.reason}`);
    deepStrictEqual(this.lastEvents, expected);
  }

  /** What the last `when` led to, without numbers. */
  get lastEvents(): readonly AnyEvent[] {
    return (this.#last?.events ?? []).map(({ type, data }) => ({ type, data }));
  }

  /** The state that has come about. */
  get state(): S {
    return this.folded.state;
  }

  #committed(commit: Commit<E>): Scenario<C, E, S> {
    return new Scenario(
      this.#decider,
      fold(this.#decider, this.folded, { commit, sequence: this.folded.sequence + 1 }),
      this.#at,
      commit,
    );
  }
}
