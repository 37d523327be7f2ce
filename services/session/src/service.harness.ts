import { randomUUID } from 'node:crypto';
import {
  type Actor,
  type AggregateRef,
  type Answer,
  type Ask,
  type AnyCommand,
  type CommandRequest,
  type Commit,
  DirectAnswer,
  InboxSnapshot,
  type Outcome,
} from '@holdfast/contracts';
import { epochAndLastSequence, provision, publishCommand, readCommits } from '@holdfast/jetstream';
import { eventually, type NatsAddress } from '@holdfast/testing';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { z } from 'zod';
import { type Config, readConfig } from './config.ts';

export const ada: Actor = { kind: 'visitor', id: 'ada', name: 'Ada' };
export const ben: Actor = { kind: 'agent', id: 'ben', name: 'Ben', role: 'agent' };
export const root: Actor = { kind: 'agent', id: 'root', name: 'Root', role: 'admin' };
export const desk: Actor = { kind: 'system', id: 'desk' };

type Asked = Omit<AnyCommand, 'id'> & { id?: string };
export const open: Asked = { type: 'OpenSession', data: { siteId: 'site', visitor: { name: 'Ada' } } };
export const post = (text: string, visibility: 'public' | 'internal' = 'public', id?: string): Asked => ({
  type: 'PostMessage',
  data: { text, visibility },
  ...(id === undefined ? {} : { id }),
});
export const assign: Asked = {
  type: 'AssignAgent',
  data: { ticket: 1, agentId: 'ben', agentName: 'Ben', decisionId: 'd/1' },
};

/** The configuration of a service on the spec's own servers. */
export const specConfig = (address: NatsAddress, databaseUrl: string): Config =>
  readConfig({
    NATS_URL: address.servers,
    NATS_USER: address.user,
    NATS_PASSWORD: address.pass,
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LOG_LEVEL: process.env['SPEC_LOG_LEVEL'] ?? 'silent',
    DURABILITY: 'process-safe',
  });

/** What a gateway does with the service: sends requests, waits for outcomes, asks queries. */
export class Edge {
  readonly nc: NatsConnection;
  readonly workspace: string;

  constructor(nc: NatsConnection, workspace: string) {
    this.nc = nc;
    this.workspace = workspace;
  }

  static async connect(address: NatsAddress, workspace = 'acme'): Promise<Edge> {
    const edge = new Edge(
      await connect({ ...address, maxReconnectAttempts: -1, reconnectTimeWait: 50, waitOnFirstConnect: true }),
      workspace,
    );
    await provision(edge.nc, { durability: 'process-safe' });
    return edge;
  }

  ref(session: string): AggregateRef {
    return { workspace: this.workspace, kind: 'session', id: session };
  }

  request(actor: Actor, commands: readonly Asked[], replyTo?: string): CommandRequest {
    return {
      id: randomUUID(),
      at: new Date().toISOString(),
      actor,
      correlationId: randomUUID(),
      ...(replyTo === undefined ? {} : { replyTo }),
      commands: commands.map(({ type, data, id }) => ({ id: id ?? randomUUID(), type, data })),
    };
  }

  async send(session: string, actor: Actor, commands: readonly Asked[], replyTo?: string): Promise<string[]> {
    const request = this.request(actor, commands, replyTo);
    await publishCommand(this.nc, this.ref(session), request);
    return request.commands.map(({ id }) => id);
  }

  /** Sends, and waits for the outcomes in the log. */
  async settle(session: string, actor: Actor, ...commands: Asked[]): Promise<Outcome[]> {
    return this.outcomes(session, await this.send(session, actor, commands));
  }

  /** The outcomes of these commands, once they are in the log; each is there once. */
  async outcomes(session: string, ids: readonly string[], within = 15_000): Promise<Outcome[]> {
    return eventually(
      async () => {
        const recorded = (await this.log(session)).flatMap(({ outcomes }) => outcomes);
        const found = ids.map((id) => recorded.filter(({ commandId }) => commandId === id));
        if (found.some(({ length }) => length > 1)) throw new Error('an outcome twice');
        return found.every(({ length }) => length === 1) ? found.flat() : null;
      },
      { within },
    );
  }

  async log(session: string): Promise<Commit[]> {
    const { commits } = await readCommits(this.nc, this.ref(session));
    return commits.map(({ commit }) => commit);
  }

  async texts(session: string): Promise<string[]> {
    const events = (await this.log(session)).flatMap(({ events: all }) => all);
    return events.filter(({ type }) => type === 'MessagePosted').map(({ data }) => (data as { text: string }).text);
  }

  /** Asks as Nest's NATS client does. @throws when the service answers with an error */
  async ask<Q extends { pattern: string; ask: z.ZodType; answer: z.ZodType }>(
    query: Q,
    data: Ask<Q>,
  ): Promise<Answer<Q>> {
    const question = JSON.stringify({ pattern: query.pattern, data, id: randomUUID() });
    const message = await this.nc.request(query.pattern, question, { timeout: 8_000 });
    const packet = message.json<{ response?: unknown; err?: unknown }>();
    if (packet.err !== undefined) throw new Error(`answered with an error: ${JSON.stringify(packet.err)}`);
    return query.answer.parse(packet.response ?? null) as Answer<Q>;
  }

  /** Waits until everything that is in the log at this moment is in the tables. */
  async projected(): Promise<void> {
    const { sequence } = await epochAndLastSequence(this.nc);
    await eventually(
      async () =>
        (await this.ask(InboxSnapshot, { workspace: this.workspace, limit: 1, closed: false })).at.sequence >= sequence,
      { within: 20_000, every: 20 },
    );
  }

  /** The first direct answer on a subject of its own. */
  async directAnswer(send: (replyTo: string) => Promise<unknown>): Promise<DirectAnswer> {
    const replyTo = `reply.${randomUUID()}`;
    const subscription = this.nc.subscribe(replyTo, { max: 1 });
    await send(replyTo);
    for await (const message of subscription) return DirectAnswer.parse(message.json());
    throw new Error('no answer');
  }
}
