import type { Actor, AnyCommand, AnyEvent, RecordedEvent } from '@holdfast/contracts';

/** What an aggregate makes of a command: facts (none for a duplicate), or the reason why not. */
export type Decision<E> =
  | { readonly kind: 'accept'; readonly events: readonly E[] }
  | { readonly kind: 'refuse'; readonly reason: string; readonly detail?: Record<string, unknown> };

/** The command is carried out; these events say how. An empty list: there was nothing to change. */
export const accept = <E>(events: readonly E[]): Decision<E> => ({ kind: 'accept', events });

/** The command is not carried out. `detail` is shown to its sender only. */
export const refuse = (reason: string, detail?: Record<string, unknown>): Decision<never> =>
  detail === undefined ? { kind: 'refuse', reason } : { kind: 'refuse', reason, detail };

/** What comes in with a command, besides the command. */
export interface DecisionContext {
  /** When the request was made, by its sender's clock. */
  readonly at: string;
  readonly actor: Actor;
  /** Number of the aggregate's last event before this decision; 0: none. */
  readonly v: number;
  /** Number of the last event that visitors may see, before this decision; 0: none. */
  readonly w: number;
}

/** What comes in with an event, besides the event. */
export interface EvolutionContext {
  readonly at: string;
  readonly actor: Actor;
}

/**
 * An aggregate, as pure functions. None of them throws, waits, or asks for the time.
 * `C` the commands it takes, `E` the events it makes, `S` what of its past `decide` needs to know.
 */
export interface Decider<C extends AnyCommand, E extends AnyEvent, S> {
  readonly initial: S;
  /** Never sees `Withdraw`, nor a command whose id has an outcome. */
  decide(command: C, state: S, context: DecisionContext): Decision<E>;
  /** Total over the types in `knownEvents`; others are skipped before it. */
  evolve(state: S, event: RecordedEvent<E>, context: EvolutionContext): S;
  /** Whether the event counts in `w`. */
  visibleToVisitors(event: E): boolean;
  /** The event types that `evolve` knows. */
  readonly knownEvents: ReadonlySet<string>;
  /** How long settled ids are remembered, in milliseconds by commit time; absent: for ever. */
  readonly rememberFor?: number;
  /** Whether it is not likely to be asked anything soon: then it is folded anew when it is, and takes no room until then. Absent: never. */
  rests?(state: S): boolean;
  /** The reason that answers every command, even `Withdraw`, once this aggregate takes no more; null while it does. */
  sealed?(state: S): string | null;
}
