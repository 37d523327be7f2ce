import type { Actor, AggregateRef, CommandRequest, Outcome } from '@holdfast/contracts';
import { aggregateKey } from '@holdfast/event-sourcing';
import type { Errand } from './reactions.ts';

/** Ends the wait for an outcome because this process stops; another one, or the next start, takes the errand up again. */
export class ErrandAbandoned extends Error {
  override readonly name = 'ErrandAbandoned';
}

export interface Timers {
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

export interface ErrandOptions {
  /** Publishes a request; failures are its business to report, the errand is sent again anyway. */
  readonly send: (to: AggregateRef, request: CommandRequest) => Promise<void>;
  readonly timers: Timers;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly actor: Actor;
  /** Where outcomes that are in the log already are answered to. */
  readonly replyTo: string;
  /** Milliseconds without an outcome after which a request is sent again. */
  readonly resendMs: number;
}

interface Waiting {
  readonly outcomes: Map<string, Outcome>;
  readonly open: Set<string>;
  readonly done: (outcomes: Outcome[]) => void;
  readonly abandon: () => void;
}

/** Commands on their way to other aggregates. Each is sent until its outcome is known: read from the log, or answered from it. */
export class Errands {
  readonly #options: ErrandOptions;
  readonly #waiting = new Map<string, Set<Waiting>>();
  #closed = false;

  constructor(options: ErrandOptions) {
    this.#options = options;
  }

  /** Whether an outcome of this aggregate is waited for: commits of others need not be read. */
  waitsFor(ref: AggregateRef): boolean {
    return this.#waiting.has(aggregateKey(ref));
  }

  /** Resolves with the outcomes in the order of the commands. @throws ErrandAbandoned */
  async run({ to, commands }: Errand, correlationId: string): Promise<Outcome[]> {
    const { timers, resendMs } = this.#options;
    const key = aggregateKey(to);
    const ids = commands.map(({ id }) => id);
    let timer: unknown;
    let finished = false;
    const attempt = async (): Promise<void> => {
      const { send, newId, now, actor, replyTo } = this.#options;
      const request = { id: newId(), at: now().toISOString(), actor, correlationId, replyTo, commands: [...commands] };
      await send(to, request);
      if (!finished) timer = timers.setTimeout(() => void attempt(), resendMs);
    };
    try {
      return await new Promise<Outcome[]>((resolve, reject) => {
        if (this.#closed) throw new ErrandAbandoned('this process stops');
        const abandon = (): void => reject(new ErrandAbandoned('this process stops'));
        this.#enter(key, { outcomes: new Map(), open: new Set(ids), done: resolve, abandon });
        attempt().catch(reject);
      });
    } finally {
      finished = true;
      timers.clearTimeout(timer);
    }
  }

  /** These outcomes of the aggregate are in the log. */
  settled(ref: AggregateRef, outcomes: readonly Outcome[]): void {
    const key = aggregateKey(ref);
    for (const waiting of this.#waiting.get(key) ?? []) {
      for (const outcome of outcomes)
        if (waiting.open.delete(outcome.commandId)) waiting.outcomes.set(outcome.commandId, outcome);
      if (waiting.open.size > 0) continue;
      this.#leave(key, waiting);
      waiting.done([...waiting.outcomes.values()]);
    }
  }

  /** Abandons what is under way and whatever comes. */
  close(): void {
    this.#closed = true;
    for (const [key, all] of this.#waiting) {
      for (const waiting of all) {
        this.#leave(key, waiting);
        waiting.abandon();
      }
    }
  }

  #enter(key: string, waiting: Waiting): void {
    const all = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, all.add(waiting));
  }

  #leave(key: string, waiting: Waiting): void {
    const all = this.#waiting.get(key);
    all?.delete(waiting);
    if (all?.size === 0) this.#waiting.delete(key);
  }
}
