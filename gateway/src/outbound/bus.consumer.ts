import {
  type Actor,
  type AggregateRef,
  DirectAnswer,
  type Outcome,
  replySubject,
  REVOCATION_SUBJECT,
  Revocation,
  SIGNAL_FILTER,
  signalSubject,
} from '@holdfast/contracts';
import { type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { type Signalled } from '../signals/signals.ts';

export interface BusParts {
  readonly nc: NatsConnection;
  readonly gateway: string;
  readonly settle: (to: AggregateRef, actor: Actor, outcomes: readonly Outcome[]) => void;
  readonly signal: (workspace: string, session: string, read: () => Signalled) => void;
  readonly revoke: (revocation: Revocation) => void;
  readonly failed: (error: unknown) => void;
}

/** What comes over core NATS: answers to this gateway, signals, revocations. All of it may be lost; none of it is a fact. */
export class BusConsumer {
  readonly #parts: BusParts;
  #subscriptions: Subscription[] = [];

  constructor(parts: BusParts) {
    this.#parts = parts;
  }

  start(): void {
    const { gateway, settle, signal, revoke } = this.#parts;
    this.#on(replySubject(gateway), (message) => {
      const { to, actor, outcomes } = DirectAnswer.parse(message.json());
      settle(to, actor, outcomes);
    });
    this.#on(SIGNAL_FILTER, (message) => {
      const [, workspace, session] = message.subject.split('.');
      if (workspace !== undefined && session !== undefined) signal(workspace, session, () => message.json<Signalled>());
    });
    this.#on(REVOCATION_SUBJECT, (message) => revoke(Revocation.parse(message.json())));
  }

  publishSignal(workspace: string, session: string, signal: Signalled): void {
    if (!this.#parts.nc.isClosed()) this.#parts.nc.publish(signalSubject(workspace, session), JSON.stringify(signal));
  }

  stop(): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
    this.#subscriptions = [];
  }

  #on(subject: string, take: (message: Msg) => void): void {
    const subscription = this.#parts.nc.subscribe(subject, {
      callback: (error, message) => {
        try {
          if (error !== null) throw error;
          take(message);
        } catch (failure) {
          this.#parts.failed(failure);
        }
      },
    });
    this.#subscriptions.push(subscription);
  }
}
