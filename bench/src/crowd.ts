import { type AgentActor, type AggregateRef, type AnyCommand, type Actor, DESK_ID } from '@holdfast/contracts';
import { publishCommand } from '@holdfast/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { v7 as uuidv7 } from 'uuid';
import { SITE } from './installation.ts';

/** Commands that are on their way to the stream at once. */
const AT_ONCE = 64;
const GIVEN = ['Ada', 'Bela', 'Chidi', 'Dora', 'Emre', 'Fumiko', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Luca'];
const SAYINGS = [
  'Hello, is anybody there?',
  'The parcel has not come yet, and the page only says that it is on its way since Monday.',
  'Can I still change the address of my order?',
  'It worked, thank you!',
  'The invoice names the wrong company, could you send me another one please? I need it for my tax return.',
];

/** Visitors with an open conversation each, who speak through the command stream, as the gateway lets them. */
export class Crowd {
  readonly #nats: NatsConnection;
  readonly #workspace: string;
  readonly #sessions: string[] = [];
  /** Messages that could not be put on their way. */
  failed = 0;

  constructor(nats: NatsConnection, workspace: string) {
    this.#nats = nats;
    this.#workspace = workspace;
  }

  /** Opens so many conversations, with a first message each. They wait for an agent. */
  async open(count: number): Promise<void> {
    await atOnce(count, async (index) => {
      const session = uuidv7();
      this.#sessions.push(session);
      const name = `${GIVEN[index % GIVEN.length] ?? ''} ${String(index + 1)}`;
      await this.#send({ kind: 'session', id: session }, visitorOf(session), [
        { id: uuidv7(), type: 'OpenSession', data: { siteId: SITE, visitor: { name } } },
        { id: uuidv7(), type: 'PostMessage', data: { text: saying(index), visibility: 'public' } },
      ]);
    });
  }

  /** Lets these agents take so many of the conversations, in turn. */
  async assign(count: number, agents: readonly AgentActor[]): Promise<void> {
    await atOnce(count, async (index) => {
      const agent = agents[index % agents.length];
      const session = this.#sessions[index * 2];
      if (agent === undefined || session === undefined) return;
      await this.#send({ kind: 'desk', id: DESK_ID }, agent, [{ id: uuidv7(), type: 'ClaimChat', data: { session } }]);
    });
  }

  /** Somebody says something. */
  stir(): void {
    const session = this.#sessions[Math.floor(Math.random() * this.#sessions.length)];
    if (session === undefined) return;
    const text = saying(Math.floor(Math.random() * 1_000));
    this.#send({ kind: 'session', id: session }, visitorOf(session), [
      { id: uuidv7(), type: 'PostMessage', data: { text, visibility: 'public' } },
    ]).catch(() => this.failed++);
  }

  #send(aggregate: Omit<AggregateRef, 'workspace'>, actor: Actor, commands: AnyCommand[]): Promise<void> {
    const id = uuidv7();
    const ref = { workspace: this.#workspace, ...aggregate };
    const request = { id, at: new Date().toISOString(), actor, correlationId: id, commands };
    return publishCommand(this.#nats, ref, request, { deadlineMs: 30_000 });
  }
}

const visitorOf = (session: string): Actor => ({ kind: 'visitor', id: `of-${session}` });
const saying = (index: number): string => SAYINGS[index % SAYINGS.length] ?? '';

async function atOnce(count: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
