const KEPT = 6;

/** The list with this search at its head. */
export const withSearch = (recent: readonly string[], query: string): string[] =>
  [query, ...recent.filter((other) => other.toLowerCase() !== query.toLowerCase())].slice(0, KEPT);

/** What this agent has looked for in this browser; nothing where it keeps nothing. */
export class RecentSearches {
  readonly #key: string;

  constructor(agent: string) {
    this.#key = `holdfast:searches:${agent}`;
  }

  read(): readonly string[] {
    try {
      const held: unknown = JSON.parse(localStorage.getItem(this.#key) ?? '[]');
      return Array.isArray(held) ? held.filter((one) => typeof one === 'string').slice(0, KEPT) : [];
    } catch {
      return [];
    }
  }

  note(query: string): void {
    this.#write(withSearch(this.read(), query));
  }

  forget(): void {
    this.#write([]);
  }

  #write(searches: readonly string[]): void {
    try {
      localStorage.setItem(this.#key, JSON.stringify(searches));
    } catch {
      // A browser that keeps nothing: then there are none.
    }
  }
}
