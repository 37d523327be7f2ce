/** What a wait should not exceed, in ms, where nobody has said anything else. */
export const USUAL_TARGET_MS = 5 * 60_000;

export type Urgency = 'calm' | 'soon' | 'late';

/** How urgent a wait is against what was promised: the last part of it is `soon`, beyond it is `late`. */
export function urgencyOf(waitedMs: number, targetMs = USUAL_TARGET_MS): Urgency {
  if (waitedMs >= targetMs) return 'late';
  return waitedMs >= targetMs * 0.4 ? 'soon' : 'calm';
}
