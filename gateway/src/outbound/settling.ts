import { type Actor, type AggregateRef, type Outcome } from '@holdfast/contracts';
import { type People } from '../connection/people.ts';

/** Brings outcomes to those who asked: to all connections of the actor, and to callers over HTTP who wait for them. */
export class Settling {
  readonly #people: People;
  readonly #waiting = new Map<string, Set<(outcome: Outcome) => void>>();

  constructor(people: People) {
    this.#people = people;
  }

  settle(to: AggregateRef, actor: Actor, outcomes: readonly Outcome[]): void {
    if (outcomes.length === 0) return;
    if (this.#waiting.size > 0) {
      for (const outcome of outcomes)
        for (const resolve of this.#waiting.get(waitingKey(to, actor, outcome.commandId)) ?? []) resolve(outcome);
    }
    if (actor.kind === 'system' || to.kind === 'workspace') return;
    let frame: string | undefined;
    for (const connection of this.#people.connectionsOf(to.workspace, actor)) {
      frame ??= JSON.stringify(
        to.kind === 'session' ? { t: 'outcomes', session: to.id, outcomes } : { t: 'outcomes', outcomes },
      );
      connection.send(frame, outcomes.length);
    }
  }

  /** The outcome of a command of this actor, whenever it comes. `forget` ends the waiting. */
  outcomeOf(to: AggregateRef, actor: Actor, commandId: string): { outcome: Promise<Outcome>; forget(): void } {
    const key = waitingKey(to, actor, commandId);
    let listener: (outcome: Outcome) => void = () => undefined;
    const outcome = new Promise<Outcome>((resolve) => (listener = resolve));
    const all = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, all.add(listener));
    return {
      outcome,
      forget: () => {
        if (all.delete(listener) && all.size === 0) this.#waiting.delete(key);
      },
    };
  }
}

const waitingKey = (to: AggregateRef, actor: Actor, commandId: string): string =>
  `${to.workspace}.${to.kind}.${to.id}.${actor.kind}.${actor.id}.${commandId}`;
