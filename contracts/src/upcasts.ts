import type { AnyEvent } from './envelope.ts';

/*
 * A released event version never changes. A later version is read from an older one here,
 * at the one place where commits enter the program, so nothing behind it knows of versions.
 */

/** The version that each event type is written with; 1 unless named. */
const CURRENT: Readonly<Record<string, number>> = {};
/** From version `n` (the index + 1) to the next one, per type. */
const STEPS: Readonly<Record<string, readonly ((data: unknown) => unknown)[]>> = {};

/** The version that an event of this type is written with. */
export const currentVersion = (type: string): number => CURRENT[type] ?? 1;

/** The event's data in its current version. A version above the current one is returned as it is: readers are tolerant. */
export function upcast(event: AnyEvent & { ver: number }): unknown {
  let data = event.data;
  for (const step of STEPS[event.type]?.slice(event.ver - 1) ?? []) data = step(data);
  return data;
}
