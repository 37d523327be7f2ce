import type { Outcome } from '@holdfast/contracts';

interface Entry {
  readonly outcome: Outcome;
  /** Milliseconds since the epoch, by the commit's clock. */
  readonly at: number;
  readonly index: number;
}

/**
 * The outcomes of an aggregate's settled commands, in the log's order. A value: `with` returns another one and changes none.
 * Versions share one map and see their own range of it, so adding to the newest costs the same however many there are;
 * adding to an older one copies.
 */
export class SettledIds implements ReadonlyMap<string, Outcome> {
  static readonly none = (): SettledIds => new SettledIds(new Map(), { next: 0 }, 0, 0, 0);

  readonly #entries: Map<string, Entry>;
  /** Shared by all versions on one map: the index that its next entry gets. */
  readonly #end: { next: number };
  readonly #from: number;
  readonly #to: number;
  readonly size: number;

  private constructor(entries: Map<string, Entry>, end: { next: number }, from: number, to: number, size: number) {
    this.#entries = entries;
    this.#end = end;
    this.#from = from;
    this.#to = to;
    this.size = size;
  }

  get(id: string): Outcome | undefined {
    const entry = this.#entries.get(id);
    return entry !== undefined && this.#holds(entry) ? entry.outcome : undefined;
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  /** These outcomes too, settled at `at`; without those settled before `forgetBefore`. The first outcome of an id stands. */
  with(outcomes: readonly Outcome[], at: number, forgetBefore = -Infinity): SettledIds {
    const [from, forgotten] = this.#after(forgetBefore);
    const added = outcomes.filter(
      ({ commandId }, n) =>
        !this.#remembers(commandId, from) && outcomes.findIndex((other) => other.commandId === commandId) === n,
    );
    const size = this.size - forgotten + added.length;
    if (
      this.#to !== this.#end.next ||
      this.#entries.size > 2 * size + 16 ||
      added.some(({ commandId }) => this.#entries.has(commandId))
    ) {
      return this.#copied(from).with(outcomes, at, forgetBefore);
    }
    for (const outcome of added) this.#entries.set(outcome.commandId, { outcome, at, index: this.#end.next++ });
    return new SettledIds(this.#entries, this.#end, from, this.#end.next, size);
  }

  *entries(): MapIterator<[string, Outcome]> {
    for (const [id, entry] of this.#entries) if (this.#holds(entry)) yield [id, entry.outcome];
  }

  *keys(): MapIterator<string> {
    for (const [id] of this.entries()) yield id;
  }

  *values(): MapIterator<Outcome> {
    for (const [, outcome] of this.entries()) yield outcome;
  }

  [Symbol.iterator](): MapIterator<[string, Outcome]> {
    return this.entries();
  }

  forEach(visit: (outcome: Outcome, id: string, map: ReadonlyMap<string, Outcome>) => void): void {
    for (const [id, outcome] of this.entries()) visit(outcome, id, this);
  }

  #holds(entry: Entry): boolean {
    return entry.index >= this.#from && entry.index < this.#to;
  }

  #remembers(id: string, from: number): boolean {
    const entry = this.#entries.get(id);
    return entry !== undefined && entry.index >= from && entry.index < this.#to;
  }

  /** The first index that is remembered, and how many are forgotten. Forgetting stops at the first one that is young enough. */
  #after(forgetBefore: number): [from: number, forgotten: number] {
    if (forgetBefore === -Infinity) return [this.#from, 0];
    let from = this.#from;
    for (const entry of this.#entries.values()) {
      if (entry.index < from) continue;
      if (entry.index >= this.#to || entry.at >= forgetBefore) break;
      from = entry.index + 1;
    }
    return [from, from - this.#from];
  }

  #copied(from: number): SettledIds {
    const entries = new Map<string, Entry>();
    for (const [id, entry] of this.#entries) {
      if (entry.index >= from && entry.index < this.#to) entries.set(id, { ...entry, index: entries.size });
    }
    return new SettledIds(entries, { next: entries.size }, 0, entries.size, entries.size);
  }
}
