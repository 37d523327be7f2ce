import type { Outcome } from '@holdfast/contracts';
import { REQUEST_COMMAND_LIMIT } from '@holdfast/contracts/validators';
import type { CommandResult } from './client-api.ts';
import type { Clock } from './clock.ts';
import type { OutboxRow, OutboxStore, Target } from './outbox-store.ts';
import { afterOutcome, afterTurnedAway, commandOf, oldest, type RequestCommand } from './outbox-rows.ts';
import { Sendings, type TurnedAwayReason } from './sendings.ts';

/*
 * The sending side of the outbox; it runs where the socket is. What is composed is in the store already (see compose.ts).
 *
 * Per target one request is under way at a time: the oldest unsettled commands, each with its own id. The next goes when all of them have
 * outcomes, so the order of a sender holds whatever is redelivered, retried or failed over. Nothing is ever settled on a guess: a request
 * without an answer is sent again, under the same command ids, until the log has said what became of each.
 */

/** A request without all its outcomes is sent again after so long, in ms, and then after twice as long each time, up to the longest. */
const RESEND_AFTER_MS = 1_000;
const LONGEST_RESEND_MS = 4_000;
/** Where a gateway that turns a request away names no time, the next try is after this long, in ms. */
const RETRY_AFTER_MS = 1_000;
export interface OutboxPorts {
  readonly store: OutboxStore;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Puts a request on the socket. False: there is none, or it is not this target's turn yet; `open` will be called. */
  readonly send: (target: Target, request: string, commands: readonly RequestCommand[]) => boolean;
  /** A command is settled: show it, and tell whoever waits for it. Its row is changed or gone right after. */
  readonly settled: (target: Target, result: CommandResult) => void;
  /** Rows of the target are not what they were. */
  readonly changed: (target: Target) => void;
  /** The store did not answer; it is asked again. */
  readonly storeFailed: (cause: unknown) => void;
}

interface Lane {
  /** Commands under way: sent, and without an outcome. */
  readonly awaiting: Set<string>;
  /** Wakes the lane for the next try. */
  cancelTimer: () => void;
  /** The store is being asked what to send. */
  choosing: boolean;
  /** What to look for once it has answered: `next` leaves alone what is under way, `again` sends that once more. */
  wanted: 'nothing' | 'next' | 'again';
  /** How many outcomes have been heard: rows that were read before the latest one are out of date. */
  heard: number;
  /** How often what is under way was sent over this connection. */
  sendings: number;
  /** How many commands the next request may carry: one by one after the gateway has found fault with several. */
  limit: number;
}

export class Outbox {
  readonly #ports: OutboxPorts;
  /** Of the targets that something is to be sent to. */
  readonly #lanes = new Map<Target, Lane>();
  readonly #sendings = new Sendings();

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
  }

  /** A row is about to be added to the store: no sending of it can be under way anywhere. */
  adding(id: string): void {
    this.#sendings.neverSent(id);
  }

  /** There may be something to send for the target. What is under way goes first. */
  wake(target: Target): void {
    if ((this.#lanes.get(target)?.awaiting.size ?? 0) === 0) void this.#choose(target, 'next');
  }

  /** Whether the command was sent and has no outcome yet. */
  isUnderWay(target: Target, id: string): boolean {
    return this.#lanes.get(target)?.awaiting.has(id) ?? false;
  }

  /** The target may be sent to from here on: what was under way before goes again, at once. */
  open(target: Target): void {
    this.#lane(target).sendings = 0;
    void this.#choose(target, 'again');
  }

  /** The connection is gone. What was sent may have got anywhere. */
  disconnected(): void {
    for (const lane of this.#lanes.values()) lane.cancelTimer();
    this.#sendings.connectionLost();
  }

  /** Outcomes from the log, by whatever way they came. Those of rows that are no longer there are nobody's. */
  async settle(target: Target, outcomes: readonly Outcome[]): Promise<void> {
    const { store } = this.#ports;
    const lane = this.#lane(target);
    lane.heard++;
    await Promise.all(
      outcomes.map(async (outcome) => {
        const { commandId } = outcome;
        lane.awaiting.delete(commandId);
        this.#sendings.forget(commandId);
        this.#ports.settled(target, outcome);
        await store.update(commandId, (row) => afterOutcome(row, outcome));
      }),
    );
    this.#ports.changed(target);
    this.#next(target);
  }

  /** The gateway did not pass a request on. That is no outcome. */
  async turnedAway(request: string, reason: TurnedAwayReason, retryAfterMs = RETRY_AFTER_MS): Promise<void> {
    const sent = this.#sendings.turnedAway(request, reason);
    if (sent === undefined) return;
    const { target, ids } = sent;
    const lane = this.#lane(target);
    if (reason === 'too-fast' || reason === 'unavailable') {
      this.#tryAfter(target, lane, retryAfterMs);
      return;
    }
    if (ids.length > 1) {
      // One of them is at fault; alone, each gets its own answer.
      lane.limit = 1;
      lane.awaiting.clear();
    } else {
      for (const id of ids) await this.#judge(target, lane, id, reason);
    }
    this.#ports.changed(target);
    this.#next(target);
  }

  /** Failed, if nothing of the command can have got further; otherwise it is taken back, and the log says what became of it. */
  async #judge(target: Target, lane: Lane, id: string, reason: string): Promise<void> {
    const { store, newId, settled } = this.#ports;
    if (this.#sendings.mayHaveBeenPassedOn(id)) {
      const withdraw = { id: newId(), because: 'turned-away', reason } as const;
      const row = await store.update(id, (row) => (row.withdraw === undefined ? { ...row, withdraw } : row));
      // Where even the Withdraw was turned away, the next try is the timer's.
      if (row?.withdraw?.id === withdraw.id) lane.awaiting.clear();
      return;
    }
    await store.update(id, (row) => afterTurnedAway(row, reason));
    lane.awaiting.delete(id);
    this.#sendings.forget(id);
    settled(target, { commandId: id, kind: 'failed', reason });
  }

  #next(target: Target): void {
    const lane = this.#lane(target);
    if (lane.awaiting.size > 0) return;
    lane.cancelTimer();
    void this.#choose(target, 'next');
  }

  #tryAfter(target: Target, lane: Lane, ms: number): void {
    lane.cancelTimer();
    lane.cancelTimer = this.#ports.clock.after(ms, () => void this.#choose(target, 'again'));
  }

  /** Reads the store, so that what another tab added, discarded or replaced counts, and sends what is due. */
  async #choose(target: Target, wanted: 'next' | 'again'): Promise<void> {
    const lane = this.#lane(target);
    want(lane, wanted);
    if (lane.choosing) return;
    lane.choosing = true;
    let isDone = false;
    try {
      for (let now = takeWanted(lane); now !== 'nothing'; now = takeWanted(lane)) {
        const { heard } = lane;
        const rows = await this.#ports.store.rows(target);
        if (lane.heard !== heard) {
          want(lane, now);
          continue;
        }
        const waiting = rows.filter((row) => row.state === 'waiting');
        const underWay = waiting.filter((row) => lane.awaiting.has(row.id));
        isDone = waiting.length === 0;
        if (now === 'again' || underWay.length === 0) this.#send(target, lane, waiting, underWay);
      }
    } catch (cause) {
      isDone = false;
      this.#ports.storeFailed(cause);
      this.#tryAfter(target, lane, RETRY_AFTER_MS);
    } finally {
      lane.choosing = false;
      if (isDone) this.#lanes.delete(target);
    }
  }

  #send(target: Target, lane: Lane, waiting: readonly OutboxRow[], underWay: readonly OutboxRow[]): void {
    const due = underWay.length > 0 ? underWay : oldest(waiting, lane.limit);
    if (due.length === 0) {
      lane.awaiting.clear();
      lane.cancelTimer();
      lane.limit = REQUEST_COMMAND_LIMIT;
      return;
    }
    const request = this.#ports.newId();
    if (!this.#ports.send(target, request, due.map(commandOf))) return;
    if (underWay.length === 0) lane.sendings = 0;
    lane.awaiting.clear();
    for (const row of due) lane.awaiting.add(row.id);
    this.#sendings.sent(request, target, due);
    this.#tryAfter(target, lane, Math.min(LONGEST_RESEND_MS, RESEND_AFTER_MS * 2 ** lane.sendings++));
  }

  #lane(target: Target): Lane {
    let lane = this.#lanes.get(target);
    if (lane === undefined) {
      lane = {
        awaiting: new Set(),
        cancelTimer: () => undefined,
        choosing: false,
        wanted: 'nothing',
        heard: 0,
        sendings: 0,
        limit: REQUEST_COMMAND_LIMIT,
      };
      this.#lanes.set(target, lane);
    }
    return lane;
  }
}

function want(lane: Lane, wanted: 'next' | 'again'): void {
  if (lane.wanted !== 'again') lane.wanted = wanted;
}

function takeWanted(lane: Lane): Lane['wanted'] {
  const { wanted } = lane;
  lane.wanted = 'nothing';
  return wanted;
}
