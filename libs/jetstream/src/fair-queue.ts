/** Serves lanes in turn, so that a full one does not hold up the others, and no lane beyond its cap of tasks under way. */
export class FairQueue<T> {
  readonly #lanes = new Map<string, { waiting: T[]; running: number }>();
  /** Lanes with something to start, in the order of their turns. */
  readonly #turns: string[] = [];
  readonly #limits: { readonly total: number; readonly perLane: number };
  readonly #start: (item: T) => Promise<void>;
  #running = 0;
  #waiting = 0;
  #onIdle: (() => void)[] = [];

  /** `start` must not throw or reject. */
  constructor(limits: { readonly total: number; readonly perLane: number }, start: (item: T) => Promise<void>) {
    this.#limits = limits;
    this.#start = start;
  }

  get waiting(): number {
    return this.#waiting;
  }

  get running(): number {
    return this.#running;
  }

  /** How many wait in one lane. */
  waitingIn(lane: string): number {
    return this.#lanes.get(lane)?.waiting.length ?? 0;
  }

  push(lane: string, item: T): void {
    let state = this.#lanes.get(lane);
    if (state === undefined) this.#lanes.set(lane, (state = { waiting: [], running: 0 }));
    state.waiting.push(item);
    this.#waiting++;
    if (state.waiting.length === 1 && state.running < this.#limits.perLane) this.#turns.push(lane);
    this.#pump();
  }

  /** Takes out everything that has not been started. */
  clear(): T[] {
    const items = [...this.#lanes.values()].flatMap(({ waiting }) => waiting.splice(0));
    this.#turns.length = 0;
    this.#waiting = 0;
    return items;
  }

  /** Resolves when nothing is under way and nothing waits. */
  idle(): Promise<void> {
    if (this.#running === 0 && this.#waiting === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  #pump(): void {
    while (this.#running < this.#limits.total) {
      const lane = this.#turns.shift();
      if (lane === undefined) return;
      const state = this.#lanes.get(lane);
      const item = state?.waiting.shift();
      if (state === undefined || item === undefined) continue;
      this.#waiting--;
      this.#running++;
      state.running++;
      if (state.waiting.length > 0 && state.running < this.#limits.perLane) this.#turns.push(lane);
      void this.#start(item).then(() => this.#ended(lane, state));
    }
  }

  #ended(lane: string, state: { waiting: T[]; running: number }): void {
    this.#running--;
    const wasFull = state.running === this.#limits.perLane;
    state.running--;
    if (state.waiting.length > 0) {
      if (wasFull) this.#turns.push(lane);
    } else if (state.running === 0) {
      this.#lanes.delete(lane);
    }
    this.#pump();
    if (this.#running === 0 && this.#waiting === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
  }
}
