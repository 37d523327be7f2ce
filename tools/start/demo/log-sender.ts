import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Actor, AggregateRef, AnyCommand, Commit, Outcome } from '@holdfast/contracts';
import { publishCommand, readCommits } from '@holdfast/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { ActionableFailure } from '../../servers/failure.ts';

const RESEND_AFTER_MS = 2_000;
const GIVE_UP_AFTER_MS = 30_000;

/** What a person reads when it does not go well: what to do, and what a refusal means, by its reason. */
export type Told = { cure: string; reasons?: Readonly<Record<string, string>> };

export type Sending = { ref: AggregateRef; actor: Actor; at: string; commands: readonly AnyCommand[] };

/** Sends commands as an edge does, and waits for their outcomes in the log. What the log has already is not sent. */
export class LogSender {
  readonly #nc: NatsConnection;
  readonly #signal: AbortSignal;
  readonly #told: Told;

  constructor(nc: NatsConnection, signal: AbortSignal, told: Told = DEMO) {
    this.#nc = nc;
    this.#signal = signal;
    this.#told = told;
  }

  /** Returns how many commands were sent. @throws ActionableFailure when one is refused or nobody decides */
  async settle({ ref, actor, at, commands }: Sending): Promise<number> {
    const settled = await this.settled(ref);
    const open = commands.filter(({ id }) => !settled.has(id));
    if (open.length === 0) return 0;
    const deadline = performance.now() + GIVE_UP_AFTER_MS;
    const ids = open.map(({ id }) => id);
    while (performance.now() < deadline) {
      const request = { id: randomUUID(), at, actor, correlationId: randomUUID(), commands: [...open] };
      await publishCommand(this.#nc, ref, request, { signal: this.#signal });
      const outcomes = await this.#outcomes(ref, ids);
      if (outcomes === null) continue;
      const refused = outcomes.find((outcome) => outcome.kind === 'refused');
      if (refused !== undefined)
        throw new ActionableFailure(
          this.#told.reasons?.[refused.reason] ??
            `${JSON.stringify(refused)} for the ${ref.kind} of ${ref.workspace} was refused.`,
          this.#told.cure,
        );
      return open.length;
    }
    throw new ActionableFailure(
      `Nobody decided what the ${ref.kind} ${ref.id} of ${ref.workspace} was asked for.`,
      this.#told.cure,
    );
  }

  async commits(ref: AggregateRef): Promise<Commit[]> {
    const { commits } = await readCommits(this.#nc, ref);
    return commits.map(({ commit }) => commit);
  }

  async settled(ref: AggregateRef): Promise<Map<string, Outcome>> {
    const outcomes = (await this.commits(ref)).flatMap((commit) => commit.outcomes);
    return new Map(outcomes.map((outcome) => [outcome.commandId, outcome]));
  }

  /** Waits until the commits of an aggregate are as wanted. @throws ActionableFailure */
  async until<T>(ref: AggregateRef, what: string, look: (commits: Commit[]) => T | undefined): Promise<T> {
    const found = await this.#poll(GIVE_UP_AFTER_MS, async () => look(await this.commits(ref)));
    if (found === null) throw new ActionableFailure(`It was waited in vain for ${what}.`, this.#told.cure);
    return found;
  }

  #outcomes(ref: AggregateRef, ids: readonly string[]): Promise<Outcome[] | null> {
    return this.#poll(RESEND_AFTER_MS, async () => {
      const settled = await this.settled(ref);
      const outcomes = ids.flatMap((id) => settled.get(id) ?? []);
      return outcomes.length === ids.length ? outcomes : undefined;
    });
  }

  async #poll<T>(withinMs: number, look: () => Promise<T | undefined>): Promise<T | null> {
    const deadline = performance.now() + withinMs;
    for (let pause = 4; performance.now() < deadline; pause = Math.min(100, pause * 2)) {
      const found = await look();
      if (found !== undefined) return found;
      await delay(pause, undefined, { signal: this.#signal });
    }
    return null;
  }
}

const DEMO: Told = { cure: 'See the logs of the services in the data folder; npm start -- --reset begins afresh.' };
