import { emptySpread, spreadGet, spreadSet, type SpreadMap } from './spread-map.ts';

/*
 * Numbers that are remembered for a time and then forgotten, in two generations: the older one is dropped whole
 * when the younger one is old enough, so that forgetting costs nothing. An entry lives between one and two periods.
 */
export interface ForgettingMap {
  readonly young: SpreadMap<number>;
  readonly old: SpreadMap<number>;
  /** When the young generation began, in ms. */
  readonly since: number;
}

export const nothingRemembered: ForgettingMap = { young: emptySpread, old: emptySpread, since: 0 };

export const forgettingGet = (map: ForgettingMap, key: string): number | undefined =>
  spreadGet(map.young, key) ?? spreadGet(map.old, key);

/** Remembers `value`, or the larger one that is remembered already. `now` and `period` in ms. */
export function forgettingSet(
  map: ForgettingMap,
  key: string,
  value: number,
  now: number,
  period: number,
): ForgettingMap {
  const larger = Math.max(value, forgettingGet(map, key) ?? 0);
  const turned =
    now - map.since < period
      ? map
      : { young: emptySpread, old: now - map.since < 2 * period ? map.young : emptySpread, since: now };
  return { ...turned, young: spreadSet(turned.young, key, larger) };
}
