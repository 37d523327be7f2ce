/*
 * Gateway in. What comes here is of the schema; here it is decided whether a request is passed on to the command stream.
 * A request that is not passed on is turned away, and that is no outcome: outcomes are in the log, and come from there.
 */
import {
  type Actor,
  type AggregateRef,
  type ClientDeskCommand,
  type ClientSessionCommand,
  type ClientWorkspaceCommand,
  type CommandRequest,
  DESK_ID,
  type Device,
  type TurnedAway,
  WORKSPACE_AGGREGATE_ID,
} from '@holdfast/contracts';
import { mayAsk, mayAskDesk, mayAskWorkspace } from '../identity/authority.ts';
import { actorOf, type Identity } from '../identity/identity.ts';
import { type Owner } from '../outbound/owners.ts';
import { asConnected } from './as-connected.ts';
import { type Bucket, type CommandLimits } from './rates.ts';

/** Why a request was not passed on. */
export type Refused = Pick<TurnedAway, 'reason' | 'retryAfterMs' | 'detail'>;

/** Who sends, and over what. HTTP has no connection to limit. */
export interface Sender {
  readonly identity: Identity;
  readonly rate: Bucket | null;
  /** What they write from, as far as it says. */
  readonly device: Device | undefined;
  /** Whether this sender is being shown the session already: then it is there, and theirs to see. */
  follows(session: string): boolean;
}

export interface IntakeParts {
  readonly limits: CommandLimits;
  readonly ownerOf: (workspace: string, session: string) => Promise<Owner>;
  /** Puts a request into the command stream, trying again for a while. @throws when the stream did not confirm it in time */
  readonly publish: (to: AggregateRef, request: CommandRequest) => Promise<void>;
  /** Where outcomes that are in the log already are to be sent. */
  readonly replyTo: string;
  /** Requests that may wait for the stream at once; beyond it everybody is told to wait. */
  readonly inFlight: number;
  readonly newId: () => string;
  /** For what is limited and measured. */
  readonly now: () => number;
  /** When a request is said to have come in. */
  readonly date: () => Date;
  readonly meters: { turnedAway(reason: TurnedAway['reason']): void; published(ms: number): void };
}

/** How long to wait when the stream, not the sender, is the slow one. */
const BUSY_MS = 500;

export class CommandIntake {
  readonly #parts: IntakeParts;
  #inFlight = 0;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Null: passed on. The outcomes come from the log. */
  async session(
    sender: Sender,
    session: string,
    commands: ClientSessionCommand[],
    correlationId: string,
  ): Promise<Refused | null> {
    const { identity } = sender;
    if (!commands.every((command) => mayAsk(identity, command))) return this.#refuse({ reason: 'not-permitted' });
    const wait = this.#wait(sender, commands.length);
    if (wait !== null) return wait;
    if (!sender.follows(session) && !(await this.#reachable(identity, session, commands)))
      return this.#refuse({ reason: 'not-found' });
    return this.#pass(
      identity,
      { workspace: identity.workspace, kind: 'session', id: session },
      commands.map((command) => asConnected(command, sender)),
      correlationId,
    );
  }

  async desk(sender: Sender, commands: ClientDeskCommand[], correlationId: string): Promise<Refused | null> {
    const { identity } = sender;
    if (!mayAskDesk(identity)) return this.#refuse({ reason: 'not-permitted' });
    const wait = this.#wait(sender, commands.length);
    return (
      wait ??
      this.#pass(identity, { workspace: identity.workspace, kind: 'desk', id: DESK_ID }, commands, correlationId)
    );
  }

  async workspace(sender: Sender, commands: ClientWorkspaceCommand[], correlationId: string): Promise<Refused | null> {
    const { identity } = sender;
    if (!commands.every((command) => mayAskWorkspace(identity, command)))
      return this.#refuse({ reason: 'not-permitted' });
    const wait = this.#wait(sender, commands.length);
    const to: AggregateRef = { workspace: identity.workspace, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID };
    return wait ?? this.#pass(identity, to, commands, correlationId);
  }

  /**
   * Whether the session exists for this person. One that is not there yet can be opened, and what was sent to open it can be
   * withdrawn: the opening may be on its way, and only the log knows which came first.
   */
  async #reachable(identity: Identity, session: string, commands: readonly ClientSessionCommand[]): Promise<boolean> {
    const owner = await this.#parts.ownerOf(identity.workspace, session);
    if (owner === 'erased' && identity.kind === 'agent') return true;
    if (typeof owner === 'object') return identity.kind === 'agent' || owner.visitorId === identity.id;
    return commands[0]?.type === 'OpenSession' || commands.every((command) => command.type === 'Withdraw');
  }

  #wait({ identity, rate }: Sender, cost: number): Refused | null {
    if (this.#inFlight >= this.#parts.inFlight) return this.#refuse({ reason: 'too-fast', retryAfterMs: BUSY_MS });
    const ms = this.#parts.limits.take(identity, rate, cost, this.#parts.now());
    return ms === 0 ? null : this.#refuse({ reason: 'too-fast', retryAfterMs: ms });
  }

  async #pass(
    identity: Identity,
    to: AggregateRef,
    commands: CommandRequest['commands'],
    correlationId: string,
  ): Promise<Refused | null> {
    const { publish, replyTo, newId, now, date, meters } = this.#parts;
    const actor: Actor = actorOf(identity);
    const began = now();
    try {
      await this.#counted(
        publish(to, { id: newId(), at: date().toISOString(), actor, correlationId, replyTo, commands }),
      );
      meters.published(now() - began);
      return null;
    } catch {
      // It may have been taken: the sender resends under the same command ids, and one of them will have been first.
      return this.#refuse({ reason: 'unavailable', retryAfterMs: BUSY_MS });
    }
  }

  async #counted<T>(work: Promise<T>): Promise<T> {
    this.#inFlight++;
    return work.finally(() => this.#inFlight--);
  }

  #refuse(refused: Refused): Refused {
    this.#parts.meters.turnedAway(refused.reason);
    return refused;
  }
}
