import { randomUUID } from 'node:crypto';
import {
  type Actor,
  type Answer,
  type Ask,
  type CommandRequest,
  DirectAnswer,
  type Outcome,
  WORKSPACE_AGGREGATE_ID,
} from '@holdfast/contracts';
import { provision, publishCommand, readCommits } from '@holdfast/jetstream';
import { eventually } from '@holdfast/testing';
import type { NatsAddress } from '@holdfast/testing';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { z } from 'zod';
import { type Config, readConfig } from './config.ts';

export const SEED: Actor = { kind: 'system', id: 'seed' };
export const SECRET = 'a secret of at least thirty-two bytes';

/** The configuration of a service on the spec's own servers. */
export const specConfig = (address: NatsAddress, databaseUrl: string, port = 0): Config =>
  readConfig({
    NATS_URL: address.servers,
    NATS_USER: address.user,
    NATS_PASSWORD: address.pass,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    LOG_LEVEL: 'silent',
    DURABILITY: 'process-safe',
    TOKEN_SECRET: SECRET,
  });

/** What a gateway does with the service: sends requests, waits for outcomes, asks queries. */
export class Edge {
  readonly nc: NatsConnection;

  constructor(nc: NatsConnection) {
    this.nc = nc;
  }

  static async connect(address: NatsAddress): Promise<Edge> {
    const edge = new Edge(await connect({ ...address, maxReconnectAttempts: -1, reconnectTimeWait: 50 }));
    await provision(edge.nc, { durability: 'process-safe' });
    return edge;
  }

  async send(
    workspace: string,
    commands: readonly { type: string; data: unknown; id?: string }[],
    actor = SEED,
    replyTo?: string,
  ): Promise<string[]> {
    const ref = { workspace, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID } as const;
    const request: CommandRequest = {
      id: randomUUID(),
      at: new Date().toISOString(),
      actor,
      correlationId: randomUUID(),
      ...(replyTo === undefined ? {} : { replyTo }),
      commands: commands.map(({ type, data, id }) => ({ id: id ?? randomUUID(), type, data })),
    };
    await publishCommand(this.nc, ref, request);
    return request.commands.map(({ id }) => id);
  }

  /** Sends and waits for the outcomes in the log. */
  async settle(
    workspace: string,
    commands: readonly { type: string; data: unknown; id?: string }[],
    actor = SEED,
  ): Promise<Outcome[]> {
    const ids = await this.send(workspace, commands, actor);
    return this.outcomes(workspace, ids);
  }

  /** The outcomes of these commands, once they are in the log; each is there once. */
  async outcomes(workspace: string, ids: readonly string[], within = 10_000): Promise<Outcome[]> {
    return eventually(
      async () => {
        const recorded = (await this.log(workspace)).flatMap(({ outcomes }) => outcomes);
        const found = ids.map((id) => recorded.filter(({ commandId }) => commandId === id));
        if (found.some(({ length }) => length > 1)) throw new Error('an outcome twice');
        return found.every(({ length }) => length === 1) ? found.flat() : null;
      },
      { within },
    );
  }

  async log(workspace: string): Promise<Awaited<ReturnType<typeof readCommits>>['commits'][number]['commit'][]> {
    const { commits } = await readCommits(this.nc, { workspace, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID });
    return commits.map(({ commit }) => commit);
  }

  /** Asks as Nest's NATS client does. @throws when the service answers with an error */
  async ask<Q extends { pattern: string; ask: z.ZodType; answer: z.ZodType }>(
    query: Q,
    data: Ask<Q>,
  ): Promise<Answer<Q>> {
    const message = await this.nc.request(
      query.pattern,
      JSON.stringify({ pattern: query.pattern, data, id: randomUUID() }),
      { timeout: 3_000 },
    );
    const packet = message.json<{ response?: unknown; err?: unknown }>();
    if (packet.err !== undefined) throw new Error(`answered with an error: ${JSON.stringify(packet.err)}`);
    return query.answer.parse(packet.response ?? null) as Answer<Q>;
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

/** A small shop: a workspace with one team, an admin, an agent, a site and a canned reply. */
export const shop = (workspace: string): { type: string; data: unknown }[] => {
  const agent = (agentId: string, role: string): { type: string; data: unknown } => ({
    type: 'SaveAgent',
    data: {
      agentId,
      name: agentId,
      email: `${agentId}@${workspace}.example`,
      role,
      teams: ['sales'],
      capacity: 3,
      active: true,
    },
  });
  return [
    { type: 'CreateWorkspace', data: { name: `Shop ${workspace}` } },
    { type: 'SaveTeam', data: { teamId: 'sales', name: 'Sales' } },
    agent('ada', 'admin'),
    agent('bo', 'agent'),
    {
      type: 'SaveSite',
      data: {
        siteId: `site-${workspace}`,
        name: 'Web',
        teamId: 'sales',
        allowedOrigins: ['https://shop.example'],
        greeting: 'Hello',
      },
    },
    { type: 'SaveCannedReply', data: { replyId: 'r1', shortcut: 'hi', text: 'Hello!' } },
  ];
};
