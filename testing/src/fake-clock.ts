type Timer = { id: number; at: number; every: number | undefined; run: () => void };

/**
 * A clock that moves only when told. Timers run in the order of their times, and promises settle between two of them,
 * so that what a timer sets off has happened before the next one.
 */
export class FakeClock {
  #now: number;
  #nextId = 1;
  #timers: Timer[] = [];

  /** @param start milliseconds since 1970 */
  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  /** Milliseconds since 1970. */
  readonly now = (): number => this.#now;

  readonly setTimeout = (run: () => void, milliseconds = 0): number => this.#add(run, milliseconds, undefined);

  readonly setInterval = (run: () => void, milliseconds: number): number => this.#add(run, milliseconds, milliseconds);

  readonly clearTimeout = (id: number | undefined): void => {
    this.#timers = this.#timers.filter((timer) => timer.id !== id);
  };

  readonly clearInterval = (id: number | undefined): void => {
    this.clearTimeout(id);
  };

  /** How many timers are armed. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Milliseconds until the next timer, or undefined when none is armed. */
  get untilNext(): number | undefined {
    const next = this.#next();
    return next === undefined ? undefined : next.at - this.#now;
  }

  /** Moves the time forward, running what falls due on the way. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settle();
    for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) {
      this.#now = Math.max(this.#now, next.at);
      if (next.every === undefined) this.clearTimeout(next.id);
      else next.at += Math.max(1, next.every);
      next.run();
      await settle();
    }
    this.#now = end;
  }

  /** The machine is suspended: time goes on, and timers are as far away afterwards as they were before. */
  suspend(milliseconds: number): void {
    this.#now += milliseconds;
    for (const timer of this.#timers) timer.at += milliseconds;
  }

  #add(run: () => void, milliseconds: number, every: number | undefined): number {
    const id = this.#nextId++;
    this.#timers.push({ id, at: this.#now + Math.max(0, milliseconds), every, run });
    return id;
  }

  #next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) if (first === undefined || timer.at < first.at) first = timer;
    return first;
  }
}

/** Lets promise chains of any usual length run to their end; setImmediate comes after all of them. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
