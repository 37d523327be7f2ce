import { type DeskRoster, teamOf } from '@holdfast/contracts';

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

/** What visitors are told of how long it takes. */
export interface ExpectedWaits {
  /** In ms; undefined: nothing is known, or somebody who waits now has waited longer than the last ones did. */
  readonly of: (team: string | undefined) => number | undefined;
  /** The moment at which the next of these stops being true; Infinity: none does by itself. */
  readonly until: number;
}

/** What the last waits took, for each team of whose queue that is still true at `now`. */
export function expectedWaits(
  roster: Pick<DeskRoster, 'queue' | 'sites'>,
  waits: RecentWaits,
  now: number,
): ExpectedWaits {
  const oldest = new Map<string | undefined, number>();
  for (const chat of roster.queue.values()) {
    const team = teamOf(roster, chat);
    oldest.set(team, Math.min(oldest.get(team) ?? Infinity, Date.parse(chat.since)));
  }
  const overtaken = new Set<string | undefined>();
  let until = Infinity;
  for (const [team, since] of oldest) {
    const ends = since + (waits.expected(team) ?? Infinity);
    if (ends <= now) overtaken.add(team);
    else until = Math.min(until, ends);
  }
  return { of: (team) => (overtaken.has(team) ? undefined : waits.expected(team)), until };
}
