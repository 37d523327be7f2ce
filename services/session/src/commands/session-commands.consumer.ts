import { type AggregateRef, type CommandRequest, type Outcome, type SessionEvent } from '@holdfast/contracts';
import { type CommandLoop, type Handled } from '@holdfast/event-sourcing';
import { type CommandConsumer, type CommandConsumerEvent, consumeCommands } from '@holdfast/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Command, SessionState } from '../domain/session.ts';
import { purgeErased } from '../erasure/purge.consumer.ts';
import type { SnoozeTimers } from '../snooze/snooze-timers.consumer.ts';
import { readRequest } from './read-request.ts';

export interface SessionCommandsOptions {
  readonly nc: NatsConnection;
  readonly loop: CommandLoop<Command, SessionEvent, SessionState>;
  readonly timers: SnoozeTimers;
  /** Throws while nothing may be appended. */
  readonly prove: () => Promise<void>;
  readonly onHandled: (handled: Handled, seconds: number) => void;
  readonly onEvent: (event: CommandConsumerEvent) => void;
}

/** Takes requests for sessions, has them decided, and does what a decision calls for outside the log before the request is settled. */
export class SessionCommands {
  readonly #options: SessionCommandsOptions;

  constructor(options: SessionCommandsOptions) {
    this.#options = options;
  }

  start(): CommandConsumer {
    const { nc, loop, prove, onEvent } = this.#options;
    return consumeCommands({
      nc,
      service: 'session',
      kind: 'session',
      prove,
      handle: (ref, request) => this.#handle(ref, request),
      park: (ref, request) => loop.refuse(ref, request, 'parked'),
      onEvent,
    });
  }

  async #handle(ref: AggregateRef, request: CommandRequest): Promise<{ known: readonly Outcome[] }> {
    const { loop, onHandled } = this.#options;
    const began = performance.now();
    const handled = await loop.handle(ref, readRequest(request));
    onHandled(handled, (performance.now() - began) / 1_000);
    await this.#follow(ref, request);
    return handled;
  }

  /** A request that is delivered again gets here again, so what failed or was cut short is made up for. */
  async #follow(ref: AggregateRef, { commands }: CommandRequest): Promise<void> {
    const asks = (type: Command['type']): boolean => commands.some((command) => command.type === type);
    if (!asks('SnoozeSession') && !asks('EraseSession')) return;
    const { nc, loop, timers } = this.#options;
    const { state } = await loop.state(ref);
    if (state.status === 'snoozed') await timers.arm(ref, { v: state.snooze, until: state.until });
    if (state.status === 'erased') await purgeErased(nc, ref);
  }
}
