import { type AggregateRef, type CommandRequest, derivedCommandId } from '@holdfast/contracts';
import type { Command } from '../domain/session.ts';
import { TIMERS } from '../domain/permission.ts';

/** A snooze of a session: the event that began it, and when it ends. */
export interface Snooze {
  readonly v: number;
  readonly until: string;
}

/** Name of the timer of one snooze. Each has its own, so that arming one late cannot replace a later one. */
export const timerOf = ({ v }: Snooze): string => `wake-${String(v)}`;

/** The stream of timers forgets after 30 days; a longer snooze is armed in stretches. */
const LONGEST_STRETCH_MS = 14 * 86_400_000;

/** When the timer goes off that is armed at `now`: at the end of the snooze, or to be armed again. */
export const dueAt = ({ until }: Snooze, now: number): Date =>
  new Date(Math.min(Date.parse(until), now + LONGEST_STRETCH_MS));

/** Whether a timer that went off at `at` ends the snooze: an instant of the broker's clock, since one armed in its past goes off at once. */
export const isOver = ({ until }: Snooze, at: number): boolean => Date.parse(until) <= at + 1_000;

/** The request that wakes: the same command however often the timer goes off. */
export const wakeRequest = (
  ref: AggregateRef,
  { v }: Snooze,
  { id, at }: { id: string; at: string },
): CommandRequest<Command> => ({
  id,
  at,
  actor: { kind: 'system', id: TIMERS },
  correlationId: id,
  commands: [{ id: derivedCommandId(ref, v, 'wake'), type: 'WakeSession', data: {} }],
});
