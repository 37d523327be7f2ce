import type { QuietHours } from './preferences-data.ts';

/** Whether it is quiet at this moment, where the person is. `to` is the first minute after; from and to the same is all day. */
export function isQuiet({ on, from, to }: QuietHours, now: Date): boolean {
  if (!on) return false;
  const minute = now.getHours() * 60 + now.getMinutes();
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}
