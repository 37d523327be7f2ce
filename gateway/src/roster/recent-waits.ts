/** Waits of one team that are looked at, and the fewest that say anything. */
const LOOKED_AT = 20;
const FEWEST = 3;

/** How long the last waits of each team took. Known from the moment this process began to listen. */
export class RecentWaits {
  readonly #byTeam = new Map<string | undefined, number[]>();

  note(team: string | undefined, ms: number): void {
    const waits = this.#byTeam.get(team) ?? [];
    waits.push(Math.max(0, ms));
    if (waits.length > LOOKED_AT) waits.shift();
    this.#byTeam.set(team, waits);
  }

  /** The median in ms, rounded up to what a person would say; undefined while too few are known. */
  expected(team: string | undefined): number | undefined {
    const waits = this.#byTeam.get(team) ?? [];
    const median = waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)];
    return median === undefined || waits.length < FEWEST ? undefined : rounded(median);
  }
}

/** Steps of 5 s within a minute, of 30 s within ten, of 5 min beyond: what is said should not tremble. */
function rounded(ms: number): number {
  const step = ms <= 60_000 ? 5_000 : ms <= 600_000 ? 30_000 : 300_000;
  return Math.ceil(ms / step) * step;
}
