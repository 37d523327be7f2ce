/** Estimates a cost from samples: follows good news quickly and bad news slowly, because a stall of the disk says little about the next message. */
class Cost {
  #ms: number;

  constructor(ms: number) {
    this.#ms = ms;
  }

  get ms(): number {
    return this.#ms;
  }

  sample(ms: number): void {
    const bounded = Math.min(ms, 4 * this.#ms);
    this.#ms += (bounded - this.#ms) * (bounded < this.#ms ? 1 / 4 : 1 / 32);
  }
}

/** So many batches in a row, and single appends are tried again, lest their estimate grows old. */
const BATCHES_IN_A_ROW = 64;

/**
 * Decides between single appends and an atomic batch, by what both have cost on this server lately. A batch costs the same whatever its size
 * (the server stages it in files of its own), a single one less; where they meet depends on the disk and on whether the server syncs:
 * around ten messages with `sync_interval: always`, thirty to eighty without.
 */
export class AppendPace {
  readonly #single = new Cost(0.5);
  readonly #batch = new Cost(5);
  readonly #least: number;
  #batchesInARow = 0;

  /** Fewer than `least` messages never make a batch. */
  constructor(least: number) {
    this.#least = least;
  }

  /** Whether so many waiting messages are sooner stored by a batch. */
  batch(waiting: number): boolean {
    const worth =
      waiting >= this.#least && waiting * this.#single.ms > this.#batch.ms && this.#batchesInARow < BATCHES_IN_A_ROW;
    this.#batchesInARow = worth ? this.#batchesInARow + 1 : 0;
    return worth;
  }

  /** A single append took so long, sent when `underWay` were on their way with itself. The server stores them one after the other. */
  single(ms: number, underWay: number): void {
    this.#single.sample(ms / underWay);
  }

  /** A batch took so long. */
  batched(ms: number): void {
    this.#batch.sample(ms);
  }
}
