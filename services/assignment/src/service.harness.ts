import { randomUUID } from 'node:crypto';
import {
  DESK_ID,
  PRESENCE_BUCKET,
  presenceKey,
  WORKSPACE_AGGREGATE_ID,
  type Actor,
  type AggregateRef,
  type Answer,
  type AnyEvent,
  type Ask,
  type Commit,
  type Outcome,
} from '@holdfast/contracts';
import { JetStreamEventStore, lastCommit, provision, publishCommand, readCommits } from '@holdfast/jetstream';
import { createTestDatabase, eventually, type NatsAddress, type TestDatabase } from '@holdfast/testing';
import { Kvm } from '@nats-io/kv';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { z } from 'zod';
import { readConfig, type Config } from './config.ts';
import { migrate } from './migrations/migrate.ts';

export const seed: Actor = { kind: 'system', id: 'seed' };
export const agent = (id: string): Actor => ({ kind: 'agent', id, name: id, role: 'agent' });

/** A database with the service's tables. */
export async function specDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await migrate(database.ownerUrl);
  return database;
}

/** The configuration of a service on the spec's own servers. */
export const specConfig = (address: NatsAddress, databaseUrl: string, graceMs = 20_000): Config =>
  readConfig({
    NATS_URL: address.servers,
    NATS_USER: address.user,
    NATS_PASSWORD: address.pass,
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LOG_LEVEL: 'silent',
    DURABILITY: 'process-safe',
    PRESENCE_GRACE_MS: String(graceMs),
  });

export interface Asked {
  readonly type: string;
  readonly data: unknown;
  readonly id?: string;
}

/** The rest of Holdfast, as far as the desk meets it, in one workspace. */
export class Edge {
  readonly nc: NatsConnection;
  readonly workspace: string;
  readonly desk: AggregateRef;

  constructor(nc: NatsConnection, workspace: string) {
    this.nc = nc;
    this.workspace = workspace;
    this.desk = { workspace, kind: 'desk', id: DESK_ID };
  }

  static async connect(address: NatsAddress): Promise<Edge> {
    const edge = new Edge(await connect({ ...address, maxReconnectAttempts: -1, reconnectTimeWait: 50 }), 'acme');
    await provision(edge.nc, { durability: 'process-safe' });
    return edge;
  }

  in(workspace: string): Edge {
    return new Edge(this.nc, workspace);
  }

  session(id: string): AggregateRef {
    return { workspace: this.workspace, kind: 'session', id };
  }

  async send(to: AggregateRef, actor: Actor, ...commands: readonly Asked[]): Promise<string[]> {
    const named = commands.map(({ type, data, id }) => ({ id: id ?? randomUUID(), type, data }));
    const id = randomUUID();
    await publishCommand(this.nc, to, { id, at: new Date().toISOString(), actor, correlationId: id, commands: named });
    return named.map(({ id: commandId }) => commandId);
  }

  /** Sends, and waits for the outcomes in the log; each is there once. */
  async settle(to: AggregateRef, actor: Actor, ...commands: readonly Asked[]): Promise<Outcome[]> {
    const ids = await this.send(to, actor, ...commands);
    return eventually(async () => {
      const recorded = (await this.log(to)).flatMap(({ outcomes }) => outcomes);
      const found = ids.map((id) => recorded.filter(({ commandId }) => commandId === id));
      if (found.some(({ length }) => length > 1)) throw new Error('an outcome twice');
      return found.every(({ length }) => length === 1) ? found.flat() : null;
    });
  }

  async log(ref: AggregateRef): Promise<Commit[]> {
    return (await readCommits(this.nc, ref)).commits.map(({ commit }) => commit);
  }

  /** All events of the aggregate, as `type` and the data asked for. */
  async events(ref: AggregateRef, ...fields: readonly string[]): Promise<string[]> {
    return (await this.log(ref)).flatMap(({ events }) =>
      events.map(({ type, data }) =>
        [type, ...fields.flatMap((field) => (data as Record<string, string | undefined>)[field] ?? [])].join(' '),
      ),
    );
  }

  /** The workspace has decided this. */
  async workspaceEvent(event: AnyEvent): Promise<void> {
    const ref: AggregateRef = { workspace: this.workspace, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID };
    const last = await lastCommit(this.nc, ref);
    const v = (last?.commit.v ?? 0) + 1;
    const id = randomUUID();
    const commit: Commit = {
      ...{ id, at: new Date().toISOString(), actor: seed, causationId: id, correlationId: id, v, w: 0, outcomes: [] },
      events: [{ id: `${id}/0`, ver: 1, v, w: 0, ...event }],
    };
    await new JetStreamEventStore(this.nc).append(ref, commit, last?.sequence ?? 0);
  }

  /** An agent whom the workspace has, who is there and online. */
  async agent(id: string, more: { capacity?: number; teams?: string[] } = {}): Promise<void> {
    const data = {
      agentId: id,
      name: id,
      email: `${id}@x.example`,
      role: 'agent',
      teams: ['help'],
      capacity: 5,
      active: true,
    };
    await this.workspaceEvent({ type: 'AgentSaved', data: { ...data, ...more } });
    await this.lease(id);
    await eventually(async () =>
      (await this.events(this.desk, 'agentId', 'reason')).includes(`AvailabilityChanged ${id} arrived`),
    );
    await this.settle(this.desk, agent(id), { type: 'SetAvailability', data: { availability: 'online' } });
  }

  async lease(id: string): Promise<void> {
    const bucket = await new Kvm(this.nc).open(PRESENCE_BUCKET, { bindOnly: true });
    await bucket.put(presenceKey(this.workspace, id), JSON.stringify({ gateway: 'g', at: new Date().toISOString() }));
  }

  async endLease(id: string): Promise<void> {
    const bucket = await new Kvm(this.nc).open(PRESENCE_BUCKET, { bindOnly: true });
    await bucket.delete(presenceKey(this.workspace, id));
  }

  /** A session is opened for the team `help`. */
  async open(id: string, teamId = 'help'): Promise<void> {
    await this.send(this.session(id), seed, { type: 'OpenSession', data: { siteId: 'shop', teamId } });
  }

  /** Waits until the session's own log names the agent. */
  async assigned(id: string, agentId: string, within = 15_000): Promise<void> {
    await eventually(
      async () => (await this.events(this.session(id), 'agentId')).at(-1) === `AgentAssigned ${agentId}`,
      { within },
    );
  }

  /** Asks as Nest's NATS client does. @throws when the service answers with an error */
  async ask<Q extends { pattern: string; ask: z.ZodType; answer: z.ZodType }>(
    query: Q,
    data: Ask<Q>,
  ): Promise<Answer<Q>> {
    const packet = JSON.stringify({ pattern: query.pattern, data, id: randomUUID() });
    const message = await this.nc.request(query.pattern, packet, { timeout: 8_000 });
    const { response, err } = message.json<{ response?: unknown; err?: unknown }>();
    if (err !== undefined) throw new Error(`answered with an error: ${JSON.stringify(err)}`);
    return query.answer.parse(response ?? null) as Answer<Q>;
  }
}
