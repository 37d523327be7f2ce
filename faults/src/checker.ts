import { isDeepStrictEqual } from 'node:util';
import {
  type Commit,
  type Outcome,
  project,
  type RecordedEvent,
  type SessionEvent,
  type SessionFrameEvent,
} from '@holdfast/contracts';
import { commandIdOf } from '@holdfast/contracts/validators';
import type { Tick } from '@holdfast/chat-client';
import { judgeDesk } from './desk-checker.ts';
import type { History, Observed, Sent, SessionRecord, Violation } from './history.ts';

/** Rules that time does not mend: it is in the log, or somebody was shown it. */
export const LASTING: ReadonlySet<string> = new Set([
  ...['F-LOSS-1', 'F-DUP-1', 'F-DUP-2', 'F-DUP-3', 'F-ORDER-1', 'F-ORDER-2', 'F-ORDER-3', 'F-GAP-1', 'F-GAP-2'],
  ...['F-PHANTOM-1', 'F-PHANTOM-2', 'F-AGENT-1', 'F-CAPACITY-1', 'F-PENDING-3'],
]);

/** Every violation in a history, by the rules of SPEC.md. Takes time in proportion to the history. */
export function judge(history: History): Violation[] {
  const logs = new Map(history.sessions.map((session) => [session.id, new Log(session)]));
  const violations = [...logs.values()].flatMap((log) => log.violations);
  const found = (rule: string, detail: string): void => void violations.push({ rule, detail });

  for (const message of history.sent) judgeSent(message, logs.get(message.session), found);
  for (const log of logs.values()) judgeOrigin(log, history.sent, found);
  judgeSenderOrder(history.sent, logs, found);
  judgeRealTimeOrder(history.sent, logs, found);
  for (const observed of history.observed) judgeObserved(observed, logs.get(observed.session), found);
  for (const { type, device, session, result } of history.issued) {
    if (result === undefined) found('F-PENDING-1', `${type} of ${device} was never settled`);
    else if (session !== undefined) judgeResult(`${type} of ${device}`, result, logs.get(session), found);
  }
  return [...violations, ...judgeDesk(history)];
}

type Found = (rule: string, detail: string) => void;

/** Ticks that say the log has the message. */
const STORED: readonly Tick[] = ['stored', 'delivered', 'read'];
/** Ticks that leave it open what becomes of it. */
const OPEN: readonly Tick[] = ['clock', 'unknown', 'withdrawing'];

/** A session's log, indexed, with what is wrong in itself (F-DUP, F-GAP-2, F-ROWS-1). */
class Log {
  readonly id: string;
  readonly violations: Violation[] = [];
  readonly commits: readonly Commit<SessionEvent>[];
  readonly events: readonly RecordedEvent<SessionEvent>[];
  readonly outcomes = new Map<string, Outcome>();
  /** Where each command's message is. */
  readonly messages = new Map<string, RecordedEvent<SessionEvent> & { type: 'MessagePosted' }>();
  readonly #frames = new Map<string, readonly SessionFrameEvent[]>();
  /** How far each side says that it is, in `w`. */
  readonly #receipts = { visitor: { delivered: 0, read: 0 }, agent: { delivered: 0, read: 0 } };

  constructor({ id, commits, rows }: SessionRecord) {
    this.id = id;
    this.commits = commits;
    this.events = commits.flatMap(({ events }) => events);
    const seen = new Set<string>();
    for (const [i, event] of this.events.entries()) {
      if (event.v !== i + 1) this.#found('F-GAP-2', `event ${event.id} has v ${String(event.v)}, not ${String(i + 1)}`);
      if (seen.has(event.id)) this.#found('F-DUP-1', `event ${event.id} is there twice`);
      seen.add(event.id);
      if (event.type !== 'MessagePosted') continue;
      const command = commandIdOf(event);
      if (this.messages.has(command)) this.#found('F-DUP-1', `command ${command} made two messages`);
      this.messages.set(command, event);
    }
    for (const { actor, events } of commits)
      for (const event of events)
        if (event.type === 'ReceiptsAdvanced' && actor.kind !== 'system') this.#advance(actor.kind, event.data);
    for (const outcome of commits.flatMap(({ outcomes }) => outcomes)) {
      if (this.outcomes.has(outcome.commandId)) this.#found('F-DUP-2', `${outcome.commandId} has two outcomes`);
      this.outcomes.set(outcome.commandId, outcome);
    }
    const wanted = this.events.map(({ v, w, id: event_id, type, data }) => ({ v, w, event_id, type, data }));
    if (rows !== undefined && !isDeepStrictEqual(rows, wanted))
      this.#found('F-ROWS-1', `${String(rows.length)} rows are not the ${String(wanted.length)} events of the log`);
  }

  /** How far a message of that side has come with anybody of the other side. */
  reach(id: string, side: 'visitor' | 'agent'): { delivered: boolean; read: boolean } {
    const w = this.messages.get(id)?.w ?? Infinity;
    const others = this.#receipts[side === 'visitor' ? 'agent' : 'visitor'];
    return { delivered: others.delivered >= w, read: others.read >= w };
  }

  /** What an audience may be told of it, by number from 1. */
  frames(audience: Observed['audience']): readonly SessionFrameEvent[] {
    let frames = this.#frames.get(audience);
    if (frames === undefined) {
      frames = this.commits.flatMap((commit) => project(commit, audience));
      this.#frames.set(audience, frames);
    }
    return frames;
  }

  #advance(side: 'visitor' | 'agent', { delivered, read }: { delivered: number; read: number }): void {
    const reached = this.#receipts[side];
    reached.delivered = Math.max(reached.delivered, delivered);
    reached.read = Math.max(reached.read, read);
  }

  #found(rule: string, detail: string): void {
    this.violations.push({ rule, detail: `session ${this.id}: ${detail}` });
  }
}

function judgeSent({ id, device, actor, givenUp, ticks, end }: Sent, log: Log | undefined, found: Found): void {
  const inLog = log?.messages.has(id) === true;
  const kind = log?.outcomes.get(id)?.kind;
  const where = `message ${id} of ${device}`;
  const wasStored = STORED.some((tick) => ticks.has(tick));
  if (wasStored && !inLog) found('F-LOSS-1', `${where} was shown as stored, and is not in the log`);
  if (ticks.has('refused') && kind !== 'refused')
    found('F-PENDING-3', `${where} was shown as refused; the log: ${String(kind)}`);
  if (ticks.has('failed') && kind !== undefined) found('F-PENDING-3', `${where} was shown as failed; the log: ${kind}`);
  if (end !== 'gone' && OPEN.includes(end)) found('F-PENDING-1', `${where} is still shown as ${end}`);
  if (end === 'gone' && inLog) found('F-LOSS-2', `${where} is in the log, and its sender is not shown it`);
  if ((end === 'delivered' || end === 'read') && log?.reach(id, actor.kind)[end] !== true)
    found('F-TICK-1', `${where} is shown as ${end}, and nobody of the other side has said so`);
  if (end === 'gone' && !inLog && !givenUp)
    found('F-LOSS-3', `${where} is neither in the log nor shown, and its sender did not give it up`);
  if (end !== 'gone' && STORED.includes(end) !== inLog && !OPEN.includes(end))
    found('F-PENDING-2', `${where} is shown as ${end}, and the log ${inLog ? 'has it' : 'has it not'}`);
}

function judgeResult(
  what: string,
  result: { commandId: string; kind: string },
  log: Log | undefined,
  found: Found,
): void {
  const kind = log?.outcomes.get(result.commandId)?.kind ?? 'failed';
  if (kind !== result.kind) found('F-PENDING-2', `${what} was told ${result.kind}; the log: ${kind}`);
}

/** Nothing is in the log that nobody sent, or that others sent, or with other words. */
function judgeOrigin(log: Log, sent: readonly Sent[], found: Found): void {
  const byId = new Map(sent.map((message) => [message.id, message]));
  for (const commit of log.commits)
    for (const event of commit.events) {
      if (event.type !== 'MessagePosted') continue;
      const origin = byId.get(commandIdOf(event));
      const isSame =
        origin?.session === log.id &&
        origin.text === event.data.text &&
        origin.visibility === event.data.visibility &&
        origin.actor.kind === commit.actor.kind &&
        origin.actor.id === commit.actor.id;
      if (!isSame) found('F-PHANTOM-1', `session ${log.id}: nobody sent ${event.id} like that`);
    }
}

function judgeSenderOrder(sent: readonly Sent[], logs: ReadonlyMap<string, Log>, found: Found): void {
  const last = new Map<string, number>();
  for (const { id, device, session, isRetry } of sent) {
    // A retried message is at its place from when it was retried, which other messages may overtake on its way to the outbox.
    if (isRetry) continue;
    const v = logs.get(session)?.messages.get(id)?.v;
    if (v === undefined) continue;
    const lane = `${device} in ${session}`;
    if (v < (last.get(lane) ?? 0)) found('F-ORDER-2', `${lane}: message ${id} came before an earlier one`);
    last.set(lane, v);
  }
}

/** Whatever was shown as stored before another message was composed comes before it, whoever wrote them. */
function judgeRealTimeOrder(sent: readonly Sent[], logs: ReadonlyMap<string, Log>, found: Found): void {
  const bySession = Map.groupBy(sent, ({ session }) => session);
  for (const [session, messages] of bySession) {
    const placed = messages.flatMap(({ id, at, ticks }) => {
      const v = logs.get(session)?.messages.get(id)?.v;
      const shown = STORED.flatMap((tick) => ticks.get(tick) ?? []);
      return v === undefined ? [] : [{ id, v, at, acknowledged: shown.length === 0 ? Infinity : Math.min(...shown) }];
    });
    const composed = placed.toSorted((a, b) => a.at - b.at);
    const acknowledged = placed.toSorted((a, b) => a.acknowledged - b.acknowledged);
    let [next, highest] = [0, 0];
    for (const message of composed) {
      for (; (acknowledged[next]?.acknowledged ?? Infinity) < message.at; next++)
        highest = Math.max(highest, acknowledged[next]?.v ?? 0);
      if (message.v < highest)
        found('F-ORDER-3', `session ${session}: ${message.id} came before one that was stored when it was composed`);
    }
  }
}

function judgeObserved(observed: Observed, log: Log | undefined, found: Found): void {
  const where = `${observed.device} in ${observed.session}`;
  const frames = log?.frames(observed.audience) ?? [];
  let [before, gaps] = [observed.told[0]?.n ?? 1, 0];
  for (const [i, event] of observed.told.entries()) {
    if (i > 0 && event.n <= before) found('F-ORDER-1', `${where} was told ${String(event.n)} after ${String(before)}`);
    if (i > 0 && event.n > before + 1) gaps++;
    before = event.n;
    if (!isDeepStrictEqual(event, frames[event.n - 1]))
      found('F-PHANTOM-2', `${where} was told as ${String(event.n)} what the log does not have there: ${event.id}`);
  }
  if (gaps > observed.restarts)
    found(
      'F-GAP-1',
      `${where} was told with ${String(gaps)} gaps, and started anew ${String(observed.restarts)} times`,
    );
  for (const id of observed.doubled) found('F-DUP-3', `${where} was shown message ${id} twice at the same time`);
  if (observed.from > 1) found('F-LOSS-2', `${where} holds nothing before ${String(observed.from)}`);
  if (!observed.isLive) found('F-LIVE-1', `${where} is not up to date`);
  if (observed.n !== frames.length)
    found('F-LOSS-2', `${where} is at ${String(observed.n)} of ${String(frames.length)}`);
  const wanted = frames.flatMap((event) =>
    event.type === 'MessagePosted'
      ? [{ n: event.n, id: commandIdOf(event), text: event.data.text, visibility: event.data.visibility }]
      : [],
  );
  if (!isDeepStrictEqual(observed.messages, wanted))
    found('F-LOSS-2', `${where} is shown other messages than the log has: ${difference(observed.messages, wanted)}`);
}

function difference(shown: readonly { id: string }[], wanted: readonly { id: string }[]): string {
  const without = (all: readonly { id: string }[], others: readonly { id: string }[]): string => {
    const known = new Set(others.map(({ id }) => id));
    return all.flatMap(({ id }) => (known.has(id) ? [] : [id])).join(' ');
  };
  const [missing, extra] = [without(wanted, shown), without(shown, wanted)];
  return missing + extra === ''
    ? 'the same in another order, or with other words'
    : `missing ${missing || 'none'}, too many ${extra || 'none'}`;
}
