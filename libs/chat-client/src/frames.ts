import type { ServerFrame } from '@holdfast/contracts';
import { isServerFrame } from '#frame-checks';

export type FrameOf<T extends ServerFrame['t']> = Extract<ServerFrame, { t: T }>;

/** A frame, `unknown` for one of a later server's kinds (to be passed over), `bad` for what is not of the protocol. */
export type ReadFrame =
  { readonly kind: 'frame'; readonly frame: ServerFrame } | { readonly kind: 'unknown' } | { readonly kind: 'bad' };

/** Everything of the protocol as this client knows it; the record makes the compiler see that none is forgotten. */
const KINDS: Record<ServerFrame['t'], true> = {
  welcome: true,
  sync: true,
  live: true,
  events: true,
  outcomes: true,
  'turned-away': true,
  signal: true,
  inbox: true,
  standing: true,
  roster: true,
  ping: true,
  pong: true,
  bye: true,
};

/** Reads what came over the socket. Tolerant of kinds of frames and of events that a later server may have, of nothing else. */
export function readFrame(text: string): ReadFrame {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'bad' };
  }
  if (isServerFrame(value)) return { kind: 'frame', frame: value };
  if (!isRecord(value) || typeof value['t'] !== 'string') return { kind: 'bad' };
  if (!Object.hasOwn(KINDS, value['t'])) return { kind: 'unknown' };
  const known = withoutUnknownEvents(value);
  return known !== null && isServerFrame(known) ? { kind: 'frame', frame: value as ServerFrame } : { kind: 'bad' };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The frame without the events that cannot be understood but can be counted. They stay in the real frame: their numbers close the
 * sequence, and the fold passes over their types.
 */
function withoutUnknownEvents(frame: Record<string, unknown>): Record<string, unknown> | null {
  const { events } = frame;
  if (!Array.isArray(events)) return null;
  const probe = { t: 'events', session: 'x' };
  const known = events.filter((event) => isServerFrame({ ...probe, events: [event] }));
  const countable = events.every(
    (event) =>
      isRecord(event) &&
      Number.isSafeInteger(event['n']) &&
      typeof event['id'] === 'string' &&
      typeof event['type'] === 'string',
  );
  if (!countable) return null;
  return frame['t'] === 'events' && known.length === 0 ? { t: 'live' } : { ...frame, events: known };
}
