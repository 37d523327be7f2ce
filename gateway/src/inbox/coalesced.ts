/** Runs at once when asked, and then at most once per interval however often it is asked. */
export class Coalesced {
  readonly #run: () => void;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;
  #isWanted = false;

  constructor(run: () => void, intervalMs: number) {
    this.#run = run;
    this.#intervalMs = intervalMs;
  }

  ask(): void {
    this.#isWanted = true;
    if (this.#timer === undefined) this.#go();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isWanted = false;
  }

  #go(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isWanted) this.#go();
    }, this.#intervalMs);
    this.#isWanted = false;
    this.#run();
  }
}
