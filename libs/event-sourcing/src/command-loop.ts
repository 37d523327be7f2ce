import type { AggregateRef, AnyCommand, AnyEvent, CommandRequest, Outcome } from '@holdfast/contracts';
import { decideRequest, refuseRequest } from './decide-request.ts';
import type { RequestDecision } from './decide-request.ts';
import type { Decider } from './decider.ts';
import { TooContended } from './errors.ts';
import { aggregateKey } from './event-store.ts';
import type { EventStore } from './event-store.ts';
import { fold, unfolded } from './fold.ts';
import type { Folded, OnUnknownEvent } from './fold.ts';
import { LruCache } from './lru-cache.ts';
import { Mailboxes } from './mailboxes.ts';

/** What a request came to. Both lists are in the log when this is returned. */
export interface Handled {
  /** Recorded by this handling. */
  readonly recorded: readonly Outcome[];
  /** Recorded before; the asker may have missed them. */
  readonly known: readonly Outcome[];
}

export interface CommandLoopOptions<C extends AnyCommand, E extends AnyEvent, S> {
  readonly decider: Decider<C, E, S>;
  readonly store: EventStore;
  /** How many aggregates are kept folded; the one used least recently goes first. 10,000 unless given. */
  readonly cacheLimit?: number;
  /** Makes the id of a commit. */
  readonly newId: () => string;
  readonly onUnknownEvent?: OnUnknownEvent;
  /** Is told of each lost race, before the log is read on. */
  readonly onConflict?: (ref: AggregateRef) => void;
  /** Waits so many ms; by the platform's timer unless given. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

const ATTEMPTS = 20;
/** At most this long, in ms, a loser waits before it tries again. */
const LONGEST_WAIT_MS = 64;

/**
 * Takes requests for aggregates of one kind: fold, decide, append, each aggregate's requests one after the other.
 * The cache moves only when the log has taken the commit; after a conflict the rest of the log is read and everything decided again, so what is
 * answered is always what the log says.
 */
export class CommandLoop<C extends AnyCommand, E extends AnyEvent, S> {
  readonly #options: CommandLoopOptions<C, E, S>;
  readonly #cache: LruCache<Folded<S>>;
  readonly #mailboxes = new Mailboxes();

  constructor(options: CommandLoopOptions<C, E, S>) {
    this.#options = options;
    this.#cache = new LruCache(options.cacheLimit ?? 10_000);
  }

  /** @throws TooContended or the store's retryable errors: nothing is settled by this handling, or it is unknown whether it is */
  handle(ref: AggregateRef, request: CommandRequest<C>): Promise<Handled> {
    return this.#settle(ref, (folded, commitId) => decideRequest(this.#options.decider, folded, request, { commitId }));
  }

  /** Refuses what is unsettled of a request without deciding it: for what cannot be processed, so that its sender hears of it. */
  refuse(ref: AggregateRef, request: CommandRequest, reason: string): Promise<Handled> {
    // Neither decide nor evolve is called: one of them may be why the request could not be processed.
    const numbers = { initial: null, evolve: () => null, knownEvents: new Set<string>() };
    return this.#mailboxes.run(aggregateKey(ref), async () => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        let folded: Folded<null> = unfolded(numbers);
        const rememberFor = this.#options.decider.rememberFor;
        const counting = rememberFor === undefined ? numbers : { ...numbers, rememberFor };
        for (const stored of await this.#options.store.read(ref, 0)) folded = fold(counting, folded, stored);
        const { commit, known } = refuseRequest(folded, request, reason, { commitId: this.#options.newId() });
        if (commit === null) return { recorded: [], known };
        this.#cache.delete(aggregateKey(ref));
        if ((await this.#options.store.append(ref, commit, folded.sequence)).kind === 'appended')
          return { recorded: commit.outcomes, known };
        this.#options.onConflict?.(ref);
        await this.#giveWay(attempt);
      }
      throw contended(ref);
    });
  }

  /** The aggregate as the log has it now. */
  state(ref: AggregateRef): Promise<Folded<S>> {
    return this.#mailboxes.run(aggregateKey(ref), () =>
      this.#refreshed(ref, this.#cache.get(aggregateKey(ref)) ?? unfolded(this.#options.decider)),
    );
  }

  /** Resolves when no request is being handled. Stop handing it requests first. */
  drain(): Promise<void> {
    return this.#mailboxes.idle();
  }

  #settle(ref: AggregateRef, decide: (folded: Folded<S>, commitId: string) => RequestDecision<E>): Promise<Handled> {
    const key = aggregateKey(ref);
    return this.#mailboxes.run(key, async () => {
      let base: Folded<S> = unfolded(this.#options.decider);
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const folded = this.#cache.get(key) ?? (await this.#refreshed(ref, base));
        const { commit, known } = decide(folded, this.#options.newId());
        if (commit === null) return { recorded: [], known };
        // Out of the cache until the log has answered: an error leaves it unknown what is there.
        this.#cache.delete(key);
        const appended = await this.#options.store.append(ref, commit, folded.sequence);
        if (appended.kind === 'appended') {
          this.#keep(key, fold(this.#options.decider, folded, { commit, sequence: appended.sequence }));
          return { recorded: commit.outcomes, known };
        }
        // Somebody else's commit stands behind what was decided on.
        base = folded;
        this.#options.onConflict?.(ref);
        await this.#giveWay(attempt);
      }
      throw contended(ref);
    });
  }

  /** The loser of a race tries again at once, the loser of many after a random while: two processes that keep step would race for ever. */
  async #giveWay(lost: number): Promise<void> {
    if (lost === 0) return;
    const ms = Math.random() * Math.min(2 ** lost, LONGEST_WAIT_MS);
    await (this.#options.wait?.(ms) ?? new Promise((resolve) => setTimeout(resolve, ms)));
  }

  /**
   * The aggregate as the log has it: `from` and what follows. Its last commit is read once more, since it may be gone: erased with all before the
   * erasure, or lost by a server that does not sync. Then everything is folded anew.
   */
  async #refreshed(ref: AggregateRef, from: Folded<S>): Promise<Folded<S>> {
    const { decider, store, onUnknownEvent } = this.#options;
    let rest = await store.read(ref, Math.max(0, from.sequence - 1));
    let folded = from;
    if (from.sequence > 0) {
      if (rest[0]?.sequence === from.sequence && rest[0].commit.id === from.commitId) rest = rest.slice(1);
      else [rest, folded] = [await store.read(ref, 0), unfolded(decider)];
    }
    for (const stored of rest) folded = fold(decider, folded, stored, onUnknownEvent);
    this.#keep(aggregateKey(ref), folded);
    return folded;
  }

  #keep(key: string, folded: Folded<S>): void {
    if (this.#options.decider.rests?.(folded.state) === true) this.#cache.delete(key);
    else this.#cache.set(key, folded);
  }
}

const contended = (ref: AggregateRef): TooContended =>
  new TooContended(`${aggregateKey(ref)}: ${String(ATTEMPTS)} appends in a row came second`);
