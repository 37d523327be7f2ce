import { aggregateOf, type Commit, type CommandRequest, STREAMS } from '@holdfast/contracts';
import { commandIdOf } from '@holdfast/contracts/validators';
import { managerOf } from '@holdfast/jetstream';
import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { percentile } from './measure.ts';

/** The instants of one message's way, in ms since the epoch. */
interface Instants {
  readonly due: number;
  readonly composed: number;
  readonly shown: number;
}

/** Percentiles of one hop, in ms. */
export interface Hop {
  readonly p50_ms: number | null;
  readonly p90_ms: number | null;
  readonly p99_ms: number | null;
}

/**
 * Where the time of a message goes: from the instant it was due until the client has it in hand, on until the command stream stamps it, on until the log
 * stamps its event, and on until the other side is shown it. The server stamps before it writes, so the sync is in the last hop.
 * Costs nothing while the messages are under way: the stamps are read from the streams afterwards.
 */
export class Journey {
  readonly #instants = new Map<string, Instants>();
  readonly #wall = wallOffset();

  /** Instants of `performance.now()`. */
  note(eventId: string, dueAt: number, composedAt: number, shownAt: number): void {
    const wall = this.#wall;
    this.#instants.set(commandIdOf({ id: eventId }), {
      due: wall + dueAt,
      composed: wall + composedAt,
      shown: wall + shownAt,
    });
  }

  async hops(nc: NatsConnection, workspace: string): Promise<Record<string, Hop>> {
    const commands = await this.#stamps(nc, workspace, STREAMS.commands, (body) =>
      (body as CommandRequest).commands.map(({ id }) => id),
    );
    const events = await this.#stamps(nc, workspace, STREAMS.events, (body) =>
      (body as Commit).outcomes.map(({ commandId }) => commandId),
    );
    const legs: Record<string, number[]> = {
      due_to_composed: [],
      composed_to_command: [],
      command_to_event: [],
      event_to_shown: [],
    };
    for (const [id, { due, composed, shown }] of this.#instants) {
      const command = commands.get(id);
      const event = events.get(id);
      if (command === undefined || event === undefined) continue;
      legs['due_to_composed']?.push(composed - due);
      legs['composed_to_command']?.push(command - composed);
      legs['command_to_event']?.push(event - command);
      legs['event_to_shown']?.push(shown - event);
    }
    return Object.fromEntries(
      Object.entries(legs).map(([name, values]) => [
        name,
        { p50_ms: percentile(values, 0.5), p90_ms: percentile(values, 0.9), p99_ms: percentile(values, 0.99) },
      ]),
    );
  }

  /** When a stream took each command first. */
  async #stamps(
    nc: NatsConnection,
    workspace: string,
    stream: string,
    idsOf: (body: unknown) => readonly string[],
  ): Promise<Map<string, number>> {
    const stamps = new Map<string, number>();
    const jsm = await managerOf(nc);
    const { last_seq: end } = (await jsm.streams.info(stream)).state;
    const consumer = await jetstream(nc).consumers.get(stream, { deliver_policy: 'all' });
    for await (const message of await consumer.consume()) {
      const ref = aggregateOf(message.subject);
      if (ref?.workspace === workspace && ref.kind === 'session') {
        const at = message.info.timestampNanos / 1_000_000;
        for (const id of idsOf(message.json())) if (!stamps.has(id)) stamps.set(id, at);
      }
      if (message.seq >= end) break;
    }
    return stamps;
  }
}

/** What to add to `performance.now()` for the time of day, which the server stamps with, to some µs: the time origin of a process may have drifted from it. */
function wallOffset(): number {
  const before = Date.now();
  let now = before;
  while (now === before) now = Date.now();
  return now - performance.now();
}
