import { currentVersion, eventId } from '@holdfast/contracts';
import type { AnyCommand, AnyEvent, CommandRequest, Commit, Outcome, RecordedEvent } from '@holdfast/contracts';
import type { Decider, DecisionContext } from './decider.ts';
import type { Folded } from './fold.ts';

/** What is to be recorded for a request, and what of it is in the log already. */
export interface RequestDecision<E extends AnyEvent> {
  /** Null: there is nothing to record. */
  readonly commit: Commit<E> | null;
  /** Recorded outcomes of commands that were asked about again. */
  readonly known: readonly Outcome[];
}

/** The type of the command that takes back another one (`data.commandId`). It is the same for all aggregates and handled here. */
const WITHDRAW = 'Withdraw';

/**
 * Decides a request. A command whose id is settled is answered with its recorded outcome, whatever came with it; the others are decided
 * one by one, each on what the ones before it led to, and make one commit. The commit bears the request's time and actor.
 *
 * `Withdraw` of an unsettled id settles that id as withdrawn; of a settled one it changes nothing, and that id's outcome is among the
 * known. `Withdraw` itself is stored, either way: which came first is told by the outcome of the id it names.
 */
export function decideRequest<C extends AnyCommand, E extends AnyEvent, S>(
  decider: Decider<C, E, S>,
  folded: Folded<S>,
  request: CommandRequest<C>,
  { commitId }: { readonly commitId: string },
): RequestDecision<E> {
  const draft = new Draft(decider, folded, request);
  for (const command of request.commands) draft.take(command);
  return draft.close(commitId);
}

/** Refuses every unsettled command of a request without asking the aggregate, whose state is not looked at. */
export function refuseRequest<S>(
  folded: Folded<S>,
  request: CommandRequest,
  reason: string,
  { commitId }: { readonly commitId: string },
): RequestDecision<never> {
  const draft = new Draft<AnyCommand, never, S>(
    {
      initial: folded.state,
      decide: () => ({ kind: 'refuse', reason }),
      evolve: (state) => state,
      visibleToVisitors: () => false,
      knownEvents: new Set(),
      sealed: () => reason,
    },
    folded,
    request,
  );
  for (const command of request.commands) draft.take(command);
  return draft.close(commitId);
}

/** A commit in the making. */
class Draft<C extends AnyCommand, E extends AnyEvent, S> {
  readonly #decider: Decider<C, E, S>;
  readonly #folded: Folded<S>;
  readonly #request: CommandRequest<C>;
  readonly #outcomes = new Map<string, Outcome>();
  readonly #known = new Map<string, Outcome>();
  readonly #events: RecordedEvent<E>[] = [];
  #state: S;
  #v: number;
  #w: number;

  constructor(decider: Decider<C, E, S>, folded: Folded<S>, request: CommandRequest<C>) {
    this.#decider = decider;
    this.#folded = folded;
    this.#request = request;
    this.#state = folded.state;
    this.#v = folded.v;
    this.#w = folded.w;
  }

  take(command: C): void {
    const target = command.type === WITHDRAW ? withdrawnId(command) : undefined;
    if (this.#answer(command.id)) {
      if (target !== undefined) this.#answer(target);
      return;
    }
    const sealed = this.#decider.sealed?.(this.#state) ?? null;
    if (sealed !== null) {
      if (target !== undefined && !this.#answer(target))
        this.#settle({ commandId: target, kind: 'refused', reason: sealed });
      this.#settle({ commandId: command.id, kind: 'refused', reason: sealed });
    } else if (command.type === WITHDRAW) {
      this.#withdraw(command.id, target);
    } else {
      this.#decide(command);
    }
  }

  close(commitId: string): RequestDecision<E> {
    const known = [...this.#known.values()];
    if (this.#outcomes.size === 0) return { commit: null, known };
    const { at, actor, id: causationId, correlationId } = this.#request;
    const commit = {
      id: commitId,
      at,
      actor,
      causationId,
      correlationId,
      v: this.#v,
      w: this.#w,
      outcomes: [...this.#outcomes.values()],
      events: this.#events,
    };
    return { commit, known };
  }

  /** Whether the id is settled; if the log says so, its outcome is among the known. */
  #answer(id: string): boolean {
    if (this.#outcomes.has(id)) return true;
    const recorded = this.#folded.settled.get(id);
    if (recorded === undefined) return false;
    this.#known.set(id, recorded);
    return true;
  }

  #settle(outcome: Outcome): void {
    this.#outcomes.set(outcome.commandId, outcome);
  }

  #withdraw(id: string, target: string | undefined): void {
    if (target === undefined || target === id) {
      this.#settle({ commandId: id, kind: 'refused', reason: 'invalid' });
      return;
    }
    if (!this.#answer(target)) this.#settle({ commandId: target, kind: 'withdrawn' });
    this.#settle({ commandId: id, kind: 'stored' });
  }

  #decide(command: C): void {
    const { at, actor } = this.#request;
    const context: DecisionContext = { at, actor, v: this.#v, w: this.#w };
    const decision = this.#decider.decide(command, this.#state, context);
    if (decision.kind === 'refuse') {
      const { reason, detail } = decision;
      this.#settle({ commandId: command.id, kind: 'refused', reason, ...(detail === undefined ? {} : { detail }) });
      return;
    }
    decision.events.forEach((event, n) => {
      this.#v += 1;
      if (this.#decider.visibleToVisitors(event)) this.#w += 1;
      const recorded: RecordedEvent<E> = {
        id: eventId(command.id, n),
        ...event,
        ver: currentVersion(event.type),
        v: this.#v,
        w: this.#w,
      };
      this.#events.push(recorded);
      this.#state = this.#decider.evolve(this.#state, recorded, { at, actor });
    });
    this.#settle({ commandId: command.id, kind: 'stored' });
  }
}

function withdrawnId(command: AnyCommand): string | undefined {
  const data: unknown = command.data;
  return typeof data === 'object' && data !== null && 'commandId' in data && typeof data.commandId === 'string'
    ? data.commandId
    : undefined;
}
