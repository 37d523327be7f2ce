import type {
  AggregateRef,
  Commit,
  DeskEvent,
  Outcome,
  RecordedEvent,
  SessionEvent,
  WorkspaceEvent,
} from '@holdfast/contracts';
import { aggregateKey } from '@holdfast/event-sourcing';
import { asksForAgent, onDesk, onRefusal, onSession, onWorkspace, type Errand, type Happening } from './reactions.ts';
import { placeAfter, type SessionPlace } from './session-place.ts';

export interface ProcessManagerOptions {
  readonly run: (errand: Errand, correlationId: string) => Promise<Outcome[]>;
  /** The events of a session before the event `v`, from the log. @throws when the log cannot be read */
  readonly eventsBefore: (ref: AggregateRef, v: number) => Promise<readonly SessionEvent[]>;
  /** Is told of outcomes that leave a chat without an agent, for an operator to look at. */
  readonly onRefused: (errand: Errand, outcome: Outcome) => void;
  /** How many sessions' places are remembered; others are read from the log again. */
  readonly placeLimit: number;
}

/**
 * Carries what one aggregate decided to the others. What concerns one session happens in the order of the log,
 * so that an agent is never taken back before they were given the chat; sessions do not wait for each other.
 */
export class ProcessManager {
  readonly #options: ProcessManagerOptions;
  readonly #chains = new Map<string, Promise<void>>();
  readonly #places = new Map<string, SessionPlace>();

  constructor(options: ProcessManagerOptions) {
    this.#options = options;
  }

  /** Resolves when the outcome of everything that follows from the commit is in the log. To be called in the order of the log. */
  async take(ref: AggregateRef, commit: Commit): Promise<void> {
    await Promise.all(commit.events.map((event) => this.#follow(ref, commit, event)));
  }

  #follow(ref: AggregateRef, { at, actor, correlationId }: Commit, event: RecordedEvent): Promise<void> {
    switch (ref.kind) {
      case 'session':
        return this.#chained(aggregateKey(ref), () =>
          this.#followSession({ ref, at, actor, event: event as RecordedEvent<SessionEvent> }, correlationId),
        );
      case 'desk': {
        const happening = { ref, at, actor, event: event as RecordedEvent<DeskEvent> };
        const errand = onDesk(happening);
        if (errand === null) return Promise.resolve();
        return this.#chained(aggregateKey(errand.to), () => this.#followDesk(happening, errand, correlationId));
      }
      case 'workspace': {
        const errand = onWorkspace({ ref, at, actor, event: event as RecordedEvent<WorkspaceEvent> });
        if (errand === null) return Promise.resolve();
        return this.#chained(aggregateKey(ref), () => this.#carry(errand, correlationId).then(() => undefined));
      }
    }
  }

  async #followSession(happening: Happening<SessionEvent>, correlationId: string): Promise<void> {
    const errand = onSession(happening, await this.#placeAfter(happening));
    if (errand !== null) await this.#carry(errand, correlationId);
  }

  async #followDesk(happening: Happening<DeskEvent>, errand: Errand, correlationId: string): Promise<void> {
    const outcomes = await this.#options.run(errand, correlationId);
    const release = outcomes.every(({ kind }) => kind === 'stored') ? null : onRefusal(happening);
    if (release !== null) await this.#carry(release, correlationId);
  }

  async #carry(errand: Errand, correlationId: string): Promise<void> {
    for (const outcome of await this.#options.run(errand, correlationId)) {
      // Out of date means that a later event of the session has spoken already.
      if (outcome.kind === 'refused' && outcome.reason !== 'outdated-ticket') this.#options.onRefused(errand, outcome);
    }
  }

  async #placeAfter({ ref, event }: Happening<SessionEvent>): Promise<SessionPlace | undefined> {
    const key = aggregateKey(ref);
    let before = this.#places.get(key);
    if (before === undefined && asksForAgent(event.type) && event.type !== 'SessionOpened')
      before = (await this.#options.eventsBefore(ref, event.v)).reduce<SessionPlace | undefined>(placeAfter, undefined);
    const place = placeAfter(before, event);
    this.#places.delete(key);
    if (place !== undefined) this.#places.set(key, place);
    const [oldest] = this.#places.keys();
    if (this.#places.size > this.#options.placeLimit && oldest !== undefined) this.#places.delete(oldest);
    return place;
  }

  /** Runs after what was chained under the key before, however that ended. */
  #chained(key: string, work: () => Promise<void>): Promise<void> {
    const link = (this.#chains.get(key) ?? Promise.resolve()).then(work, work);
    this.#chains.set(key, link);
    const forget = (): void => {
      if (this.#chains.get(key) === link) this.#chains.delete(key);
    };
    link.then(forget, forget);
    return link;
  }
}
