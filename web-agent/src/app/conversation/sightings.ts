/** So long must a message have been before the eyes to count as looked at, in ms. */
export const LOOK_MS = 1_500;

/** What of a conversation has been before the reader's eyes, and since when it is here. Told by what draws it; asked by the guard. */
export class Sightings {
  readonly #came = new Map<string, number>();
  readonly #inView = new Map<string, number>();
  readonly #seen = new Set<string>();

  /** It came while the chat was open. */
  came(id: string, now: number): void {
    if (!this.#came.has(id)) this.#came.set(id, now);
  }

  /** When it came; undefined: it was there when the chat was opened. */
  cameAt(id: string): number | undefined {
    return this.#came.get(id);
  }

  /** It is on the screen from now on, or no more. */
  inView(id: string, on: boolean, now: number): void {
    if (on) {
      if (!this.#inView.has(id)) this.#inView.set(id, now);
      return;
    }
    if (this.wasSeen(id, now)) this.#seen.add(id);
    this.#inView.delete(id);
  }

  /** Nothing is before anybody's eyes: the page is hidden. */
  nothing(now: number): void {
    for (const id of [...this.#inView.keys()]) this.inView(id, false, now);
  }

  /** It was shown on purpose, and answered. */
  looked(id: string): void {
    this.#seen.add(id);
  }

  wasSeen(id: string, now: number): boolean {
    const since = this.#inView.get(id);
    return this.#seen.has(id) || (since !== undefined && now - since >= LOOK_MS);
  }
}
