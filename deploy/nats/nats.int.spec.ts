import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AggregateRef,
  type Commit,
  type CommandRequest,
  commandSubject,
  eventSubject,
  PRESENCE_BUCKET,
  presenceKey,
  replySubject,
  STREAMS,
} from '@holdfast/contracts';
import { type Append } from '@holdfast/event-sourcing';
import {
  connectNats,
  deadLetter,
  JetStreamEventStore,
  openFeed,
  publishCommand,
  readCommits,
} from '@holdfast/jetstream';
import { freePort } from '@holdfast/tools';
import type { NatsUserName } from '@holdfast/tools';
import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { filledEnv } from '../compose.harness.ts';
import { runOnce } from '../run-once.harness.ts';
import { clustered, single, startDeployedNats } from './server.harness.ts';
import type { DeployedNats } from './server.harness.ts';
import { passwordVariable } from './users-conf.ts';

let folder: string;
let server: DeployedNats;
const open: NatsConnection[] = [];
const users = new Map<NatsUserName, NatsConnection>();
const as = (user: NatsUserName): NatsConnection => {
  const connection = users.get(user);
  if (connection === undefined) throw new Error(`${user} is not connected`);
  return connection;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-deploy-'));
  server = await startDeployedNats('nats', folder);
  await runOnce(single, 'provision', { NATS_URL: server.url, NATS_MONITOR_URL: server.monitorUrl });
  for (const user of ['operator', 'gateway', 'session', 'assignment', 'workspace'] as const)
    users.set(user, await connected(user, server.url));
}, 60_000);
afterAll(async () => {
  for (const connection of open) await connection.close();
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function connected(user: NatsUserName, url: string): Promise<NatsConnection> {
  const connection = await connectNats({ servers: url, name: user, user, pass: filledEnv[passwordVariable(user)] });
  open.push(connection);
  return connection;
}

const session: AggregateRef = { workspace: 'acme', kind: 'session', id: 's1' };
const desk: AggregateRef = { workspace: 'acme', kind: 'desk', id: 'main' };
const at = '2026-01-01T00:00:00.000Z';
const commit = (id: string): Commit => ({
  id,
  at,
  actor: { kind: 'system', id: 'spec' },
  causationId: 'r1',
  correlationId: 'r1',
  v: 0,
  w: 0,
  outcomes: [{ commandId: `c-${id}`, kind: 'refused', reason: 'invalid' }],
  events: [],
});
const request: CommandRequest = {
  id: 'r1',
  at,
  actor: { kind: 'system', id: 'spec' },
  correlationId: 'r1',
  commands: [],
};
const forbidden = /Permissions Violation/;
const letter = (service: string) => ({
  service,
  subject: commandSubject(session),
  stream: STREAMS.commands,
  sequence: 1,
  data: new Uint8Array(),
  attempts: 1,
  error: new Error('spec'),
});

/** What the server says to a subscription. */
const heard = (nc: NatsConnection, subject: string): Promise<unknown> =>
  new Promise((resolve) => {
    nc.subscribe(subject, { callback: (error, message) => resolve(error ?? message) });
  });

describe('one server', () => {
  test('P-NATS-2 syncs every append, and limits what streams may take', async () => {
    const answer = (await (await fetch(`${server.monitorUrl}/jsz?config=true`)).json()) as { config: object };
    expect(answer.config).toMatchObject({ sync_always: true, max_storage: 8 * 2 ** 30 });
  });

  test('P-NATS-6 lets nobody in without the right password', async () => {
    for (const credentials of [
      {},
      { user: 'operator' },
      { user: 'operator', pass: '' },
      { user: 'operator', pass: 'x' },
    ])
      await expect(connect({ servers: server.url, ...credentials })).rejects.toThrow(/Authorization Violation/i);
  });

  test('P-NATS-3 the gateway passes commands on, reads the log and renews leases', async () => {
    const nc = as('gateway');
    await new JetStreamEventStore(as('session')).append(session, commit('m1'), 0);
    await publishCommand(nc, session, request);
    const feed = await openFeed({ nc, name: 'gateway' });
    for await (const { commit: first } of feed.messages) {
      expect(first.id).toBe('m1');
      break;
    }
    await feed.close();
    expect((await readCommits(nc, session)).commits).toHaveLength(1);
    const bucket = await new Kvm(nc).open(PRESENCE_BUCKET);
    const key = presenceKey('acme', 'noor');
    await bucket.put(key, '{}');
    expect((await bucket.get(key))?.operation).toBe('PUT');
    await bucket.delete(key);
    nc.publish('sig.acme.s1', '');
    await nc.flush();
  });

  test.each([
    eventSubject(session),
    replySubject('gateway-1'),
    'revoked',
    'dlq.gateway.x',
    'timer.arm.acme.session.s1.wake',
    `$JS.API.STREAM.DELETE.${STREAMS.events}`,
    `$JS.API.STREAM.PURGE.${STREAMS.events}`,
    `$JS.API.STREAM.UPDATE.${STREAMS.events}`,
    `$JS.API.CONSUMER.RESET.${STREAMS.events}.proj-session-v1`,
    `$JS.API.CONSUMER.MSG.NEXT.${STREAMS.commands}.session-commands`,
    '$SYS.REQ.SERVER.PING',
  ])('P-NATS-3 the gateway may not publish on %s', async (subject) => {
    await expect(as('gateway').request(subject, '', { timeout: 5_000 })).rejects.toThrow(forbidden);
  });

  test.each(['>', 'evt.>', 'cmd.>', 'session.*', 'auth.*', '$JS.EVENT.>', '$KV.>'])(
    'P-NATS-3 the gateway may not listen on %s',
    async (subject) => {
      expect(String(await heard(as('gateway'), subject))).toMatch(forbidden);
    },
  );

  const own = { session: 'session', assignment: 'desk', workspace: 'workspace' } as const;
  const services = Object.keys(own) as (keyof typeof own)[];

  test.each(services)('P-NATS-4 %s appends to its own aggregates and buries its own dead letters', async (service) => {
    const ref: AggregateRef = { workspace: 'globex', kind: own[service], id: 'x1' };
    await expect(new JetStreamEventStore(as(service)).append(ref, commit('m1'), 0)).resolves.toMatchObject({
      kind: 'appended',
    });
    await deadLetter(as(service), letter(service));
  });

  test.each(
    services.flatMap((service) => services.filter((other) => other !== service).map((other) => [service, other])),
  )('P-NATS-4, P-NATS-5 %s cannot do what is %s work', async (service, other) => {
    const nc = as(service);
    const kind = own[other];
    const subjects = [
      eventSubject({ workspace: 'acme', kind, id: 'x1' }),
      `dlq.${other}.x`,
      `timer.arm.acme.${kind}.x1.wake`,
      `$JS.API.CONSUMER.MSG.NEXT.${STREAMS.commands}.${other}-commands`,
      `$JS.API.CONSUMER.CREATE.${STREAMS.events}.proj-${other}-v1`,
      `$JS.API.CONSUMER.DELETE.${STREAMS.commands}.${other}-commands`,
      `$JS.API.CONSUMER.RESET.${STREAMS.events}.proj-${other}-v1`,
      `$JS.ACK.${STREAMS.commands}.${other}-commands.1.1.1.1.1`,
      `$JS.API.STREAM.DELETE.${STREAMS.events}`,
    ];
    for (const subject of subjects)
      await expect(nc.request(subject, '', { timeout: 5_000 })).rejects.toThrow(forbidden);
    expect(String(await heard(nc, `${other}.*`))).toMatch(forbidden);
  });

  test('P-NATS-4 only the process manager gives commands', async () => {
    await publishCommand(as('assignment'), desk, { ...request, id: 'r2' });
    for (const service of ['session', 'workspace'] as const)
      await expect(publishCommand(as(service), desk, { ...request, id: 'r3' })).rejects.toThrow(forbidden);
  });
});

describe('three servers', () => {
  const names = ['nats', 'nats-2', 'nats-3'] as const;
  let nodes: DeployedNats[];

  beforeAll(async () => {
    const ports = [await freePort(), await freePort(), await freePort()];
    nodes = await Promise.all(
      names.map((name, n) => startDeployedNats(name, folder, { port: ports[n] ?? 0, routes: ports })),
    );
    await eventually(async () => (await Promise.all(nodes.map(isWell))).every(Boolean), { within: 30_000 });
    await runOnce(clustered, 'provision', {
      NATS_URL: nodes[1]?.url ?? '',
      NATS_MONITOR_URL: nodes[1]?.monitorUrl ?? '',
    });
  }, 150_000);
  afterAll(() => Promise.all(nodes.map((node) => node.kill())));

  /** The node that leads the log, a connection to it, and the others. */
  async function leader() {
    const nc = await connected('operator', nodes[0]?.url ?? '');
    const { cluster, config } = await (await jetstreamManager(nc, { checkAPI: false })).streams.info(STREAMS.events);
    const leading = nodes[names.findIndex((name) => name === cluster?.leader)];
    if (leading === undefined) throw new Error(`led by ${String(cluster?.leader)}`);
    return {
      operator: await connected('operator', leading.url),
      others: nodes.filter((node) => node !== leading),
      copies: [config.num_replicas, cluster?.replicas?.length],
      store: new JetStreamEventStore(await connected('session', leading.url)),
    };
  }

  async function sequenceOf(answer: Promise<Append>): Promise<number> {
    const it = await answer;
    if (it.kind === 'conflict') throw new Error('a conflict, and there is no other writer');
    return it.sequence;
  }

  /** Reads as soon as the copy that answers has come so far: any of the three may, and one that was frozen lags. */
  async function holds(store: JetStreamEventStore, ref: AggregateRef, sequence: number, ids: string[]): Promise<void> {
    const read = await eventually(async () => {
      const commits = await store.read(ref, 0);
      return commits.some((each) => each.sequence >= sequence) && commits;
    });
    expect(read.map((each) => each.commit.id)).toEqual(ids);
  }

  test('J-APPEND-9 an append that waits for copies, and is sent again meanwhile, is no conflict', async () => {
    const { operator, others, store } = await leader();
    const ref: AggregateRef = { ...session, id: 's2' };
    const first = await sequenceOf(store.append(ref, commit('m1'), 0));
    const sendings = operator.subscribe(eventSubject(ref));
    await operator.flush();
    for (const other of others) other.freeze();
    const second = store.append(ref, commit('m2'), first);
    await eventually(() => sendings.getReceived() >= 2, { within: 20_000 });
    for (const other of others) other.thaw();
    await holds(store, ref, await sequenceOf(second), ['m1', 'm2']);
  }, 60_000);

  test('P-NATS-2 hold three copies, synced, and go on when one of them is killed', async () => {
    const { copies, others, store } = await leader();
    expect(copies).toEqual([3, 2]);
    const first = await sequenceOf(store.append(session, commit('m1'), 0));
    await others[0]?.kill();
    await holds(store, session, await sequenceOf(store.append(session, commit('m2'), first)), ['m1', 'm2']);
  }, 60_000);
});

async function isWell({ monitorUrl }: DeployedNats): Promise<boolean> {
  return (await fetch(`${monitorUrl}/healthz`)).ok;
}
