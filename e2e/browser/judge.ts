import type { Shown } from './shown.ts';

/** Who looks at a screen; staff write as one side. */
export type Side = 'visitor' | 'agent';

/** A message that both sides may see, as the stream has it. Times are the stream's stamps, in ms since 1970. */
export interface LoggedMessage {
  readonly id: string;
  readonly w: number;
  readonly by: Side;
  readonly at: number;
}

/** How far one side holds, and has seen, the messages of the other. */
export interface LoggedReceipt {
  readonly by: Side;
  readonly delivered: number;
  readonly read: number;
  readonly at: number;
}

/** A session's events that a screen speaks of, in the order of the stream. */
export interface Log {
  readonly messages: readonly LoggedMessage[];
  readonly receipts: readonly LoggedReceipt[];
}

/** Something that a screen showed and that was not so. */
export interface Lie {
  readonly kind: 'tick' | 'twice' | 'order' | 'gap' | 'silent';
  /** When it was shown. */
  readonly at: number;
  readonly what: string;
}

/** Stamps and looks are in whole milliseconds, by one clock. */
const ROUNDING_MS = 2;
/** A page that has not looked at itself for so long was frozen, and can have said nothing meanwhile. */
const STOOD_STILL_MS = 1_000;
const PROVEN = new Set(['stored', 'delivered', 'read']);

/**
 * What was untrue on a screen, by the stream alone.
 * @param silentMs for so long a screen may be behind without a word
 */
export function judge(side: Side, shown: readonly Shown[], log: Log, silentMs: number): Lie[] {
  const index = new Map(log.messages.map((message, i) => [message.id, i]));
  return [
    ...shown.flatMap((look) => [
      ...ticks(side, look, log, index),
      ...twice(look),
      ...arrangement(side, look, log, index),
    ]),
    ...log.messages.flatMap((message) => silence(message, shown, silentMs)),
  ];
}

/** A tick is true from the moment its event is in the stream. */
function ticks(side: Side, { from, messages }: Shown, log: Log, index: ReadonlyMap<string, number>): Lie[] {
  return messages.flatMap(({ id, tick }): Lie[] => {
    if (tick === null || !PROVEN.has(tick)) return [];
    const message = log.messages[index.get(id) ?? -1];
    const since = message === undefined ? Infinity : trueSince(tick, message, side, log.receipts);
    return since <= from + ROUNDING_MS
      ? []
      : [{ kind: 'tick', at: from, what: `"${tick}" of ${id}, true ${when(since, from)}` }];
  });
}

function trueSince(tick: string, { w, at }: LoggedMessage, side: Side, receipts: readonly LoggedReceipt[]): number {
  if (tick === 'stored') return at;
  const proof = receipts.find(
    (receipt) => receipt.by !== side && (tick === 'read' ? receipt.read : receipt.delivered) >= w,
  );
  return proof?.at ?? Infinity;
}

const when = (since: number, shown: number): string =>
  since === Infinity ? 'never' : `${String(since - shown)} ms later`;

function twice({ from, messages }: Shown): Lie[] {
  const ids = messages.map(({ id }) => id);
  const doubled = ids.find((id, i) => ids.indexOf(id) !== i);
  return doubled === undefined ? [] : [{ kind: 'twice', at: from, what: doubled }];
}

/**
 * What the log has stands in its order, and before what came from the other side nothing is left out.
 * Behind that may stand what this side has written, as far as it has got.
 */
function arrangement(side: Side, { from, messages }: Shown, log: Log, index: ReadonlyMap<string, number>): Lie[] {
  const places = messages.flatMap(({ id }) => index.get(id) ?? []);
  const turned = places.find((place, i) => place < (places[i - 1] ?? -1));
  if (turned !== undefined) {
    const shown = messages.map(({ id, tick }) => `${String(index.get(id) ?? 'none')} ${tick ?? ''}`.trim());
    return [{ kind: 'order', at: from, what: `${log.messages[turned]?.id ?? ''} among ${shown.join(', ')}` }];
  }
  const last = places.findLast((place) => log.messages[place]?.by !== side);
  if (last === undefined) return [];
  const there = new Set(places);
  const missing = log.messages.slice(places[0], last).find(({ id }) => !there.has(index.get(id) ?? -1));
  return missing === undefined ? [] : [{ kind: 'gap', at: from, what: missing.id }];
}

/** A screen that lacks a message may be silent about it for a moment only. */
function silence({ id, at }: LoggedMessage, shown: readonly Shown[], silentMs: number): Lie[] {
  let since: number | undefined;
  let lookedUntil = -Infinity;
  for (const { from, to, messages, banner } of shown) {
    if (from - lookedUntil > STOOD_STILL_MS) since = undefined;
    lookedUntil = to;
    if (to <= at) continue;
    if (banner !== '' || messages.some((message) => message.id === id)) since = undefined;
    else {
      since ??= Math.max(from, at);
      if (to - since > silentMs)
        return [{ kind: 'silent', at: since, what: `${id} was missing for ${String(to - since)} ms` }];
    }
  }
  return [];
}
