import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { commandSubject, eventSubject, PRESENCE_BUCKET, presenceKey, STREAMS } from '@holdfast/contracts';
import { eventually, startTestNats, type TestNatsServer } from '@holdfast/testing';
import { jetstream } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { type NatsConnection } from '@nats-io/transport-node';
import { connectNats } from './connect.ts';
import { assertDurability } from './durability.ts';
import { ensureConsumer } from './ensure-consumer.ts';
import { NotProvisioned, Rejected, Unavailable, WrongDurability } from './errors.ts';
import { JetStreamEventStore } from './jetstream-event-store.ts';
import { commitAt, epochAndLastSequence, lastCommit, managerOf, readCommits } from './log.ts';
import { provision } from './provision.ts';
import { publishCommand } from './publish-command.ts';
import { aggregate, commitOf, sayings } from './talk.harness.ts';

const users = [
  { user: 'owner', password: 'p' },
  { user: 'guest', password: 'p', permissions: { publish: ['$JS.API.>'], subscribe: ['_INBOX.>'] } },
];
let synced: TestNatsServer;
let unsynced: TestNatsServer;
let nc: NatsConnection;

beforeAll(async () => {
  [synced, unsynced] = await Promise.all([
    startTestNats({ durability: 'power-safe', users }),
    startTestNats({ durability: 'process-safe' }),
  ]);
  nc = await connectNats({ ...synced.address, name: 'spec' });
  await provision(nc, { durability: 'power-safe' });
});
afterAll(async () => {
  await nc.close();
  await Promise.all([synced.close(), unsynced.close()]);
});

test('J-DUR-1 durability is checked against what the running server does', async () => {
  await assertDurability(synced.monitorUrl, 'power-safe');
  await assertDurability(synced.monitorUrl, 'process-safe');
  await assertDurability(unsynced.monitorUrl, 'process-safe');
  await expect(assertDurability(unsynced.monitorUrl, 'power-safe')).rejects.toThrow(WrongDurability);
  await expect(assertDurability('http://127.0.0.1:9', 'power-safe')).rejects.toThrow(NotProvisioned);
});

test('J-PROV-5 a log that is not there is said to be not provisioned', async () => {
  const bare = await connectNats({ ...unsynced.address, name: 'spec' });
  await expect(epochAndLastSequence(bare)).rejects.toThrow(NotProvisioned);
  await expect(publishCommand(bare, aggregate(), sayings(1), { deadlineMs: 200 })).rejects.toThrow(Unavailable);
  await bare.close();
});

test('J-PROV-6 a durable is created, brought up to date and read back; what cannot be changed fails', async () => {
  const plan = {
    durable_name: 'spec-v1',
    description: 'A spec.',
    metadata: { owner: 'spec' },
    ack_policy: 'explicit' as const,
    filter_subject: 'evt.*.desk.*',
  };
  await ensureConsumer(nc, STREAMS.events, plan);
  const info = await ensureConsumer(nc, STREAMS.events, { ...plan, description: 'Another.', max_ack_pending: 7 });
  expect(info.config).toMatchObject({ description: 'Another.', max_ack_pending: 7 });
  await expect(ensureConsumer(nc, STREAMS.events, { ...plan, ack_policy: 'none' })).rejects.toThrow(NotProvisioned);
});

test('J-PROV-7 a durable whose stream has lost its end delivers what comes under the lost numbers from then on', async () => {
  const server = await startTestNats({ durability: 'power-safe' });
  const own = await connectNats({ ...server.address, name: 'spec' });
  const stream = join(server.folder, 'streams', 'jetstream', '$G', 'streams', STREAMS.commands);
  const empty = join(server.folder, 'empty');
  const restart = async (between: () => Promise<void>): Promise<void> => {
    await server.halt();
    await between();
    await server.start();
    const answers = (): Promise<boolean> => own.rtt().then(Number.isFinite, () => false);
    await eventually(answers, { within: 10_000 });
  };
  const say = async (...texts: string[]): Promise<void> => {
    for (const text of texts) await jetstream(own).publish(commandSubject(aggregate()), text);
  };
  const hear = async (): Promise<string[]> => {
    const plan = { durable_name: 'spec-v1', description: 'A spec.', metadata: { owner: 'spec' } };
    await ensureConsumer(own, STREAMS.commands, { ...plan, ack_policy: 'explicit' });
    const consumer = await jetstream(own).consumers.get(STREAMS.commands, 'spec-v1');
    const heard: string[] = [];
    for await (const message of await consumer.fetch({ max_messages: 10, expires: 1_000 })) {
      heard.push(message.string());
      await message.ackAck();
    }
    return heard;
  };
  try {
    await provision(own, { durability: 'power-safe' });
    await restart(() => cp(join(stream, 'msgs'), empty, { recursive: true }));
    await say('one', 'two', 'three');
    expect(await hear()).toEqual(['one', 'two', 'three']);
    await restart(async () => {
      await rm(join(stream, 'msgs'), { recursive: true });
      await rename(empty, join(stream, 'msgs'));
      // That there is a consumer is not synced, and how far it is, is: the next one of its name takes that up.
      await rm(join(stream, 'obs', 'spec-v1', 'meta.inf'));
    });
    await say('four');
    await hear();
    await say('five');
    expect(await hear()).toEqual(['five']);
  } finally {
    await own.close();
    await server.close();
  }
}, 60_000);

test('J-PRES-1 a lease that is not renewed ends, and watchers are told', async () => {
  const jsm = await managerOf(nc);
  const name = `KV_${PRESENCE_BUCKET}`;
  // The bucket as provisioned, but quicker.
  const { config } = await jsm.streams.info(name);
  await jsm.streams.update(name, { ...config, max_age: 1_000_000_000, duplicate_window: 1_000_000_000 });
  const bucket = await new Kvm(nc).open(PRESENCE_BUCKET);
  const seen: string[] = [];
  const watch = await bucket.watch();
  void (async () => {
    for await (const { key, operation } of watch) seen.push(`${operation} ${key}`);
  })();
  const key = presenceKey('w', 'ada');
  await bucket.put(key, '{}');
  await eventually(() => seen.length === 2);
  expect(seen[0]).toBe(`PUT ${key}`);
  expect(seen[1]).not.toMatch(/^PUT/);
  expect((await bucket.get(key))?.operation).not.toBe('PUT');
  watch.stop();
});

test('J-LOG-1 an erased aggregate keeps its last commit, its place and its numbering', async () => {
  const store = new JetStreamEventStore(nc);
  const ref = aggregate();
  let last = 0;
  for (let v = 1; v <= 5; v++) {
    const appended = await store.append(ref, commitOf(v), last);
    if (appended.kind === 'appended') last = appended.sequence;
  }
  await (await managerOf(nc)).streams.purge(STREAMS.events, { filter: eventSubject(ref), seq: last });
  expect((await readCommits(nc, ref)).commits.map(({ commit, sequence }) => [commit.v, sequence])).toEqual([[5, last]]);
  expect(await commitAt(nc, last - 1)).toBeNull();
  expect((await store.append(ref, commitOf(6), last)).kind).toBe('appended');
});

test('J-LOG-2 reading goes page by page where asked, and tells whether there is more', async () => {
  const store = new JetStreamEventStore(nc);
  const ref = aggregate();
  let last = 0;
  for (let v = 1; v <= 5; v++) {
    const appended = await store.append(ref, commitOf(v), last);
    if (appended.kind === 'appended') last = appended.sequence;
  }
  const first = await readCommits(nc, ref, { limit: 3 });
  expect([first.commits.map(({ commit }) => commit.v), first.more]).toEqual([[1, 2, 3], true]);
  const rest = await readCommits(nc, ref, { after: first.commits.at(-1)!.sequence, limit: 3 });
  expect([rest.commits.map(({ commit }) => commit.v), rest.more]).toEqual([[4, 5], false]);
  expect(await readCommits(nc, aggregate())).toEqual({ commits: [], more: false });
  expect((await lastCommit(nc, ref))?.commit.v).toBe(5);
  expect(await lastCommit(nc, aggregate())).toBeNull();
});

test('J-LOG-3 event types are readable in a header, without the body', async () => {
  const ref = aggregate();
  await new JetStreamEventStore(nc).append(ref, commitOf(1), 0);
  const message = await (await managerOf(nc)).streams.getMessage(STREAMS.events, { last_by_subj: eventSubject(ref) });
  expect(message?.header.get('Holdfast-Types')).toBe('Said');
});

test('J-ERR-2 a lack of rights is told at once, not waited out', async () => {
  const guest = await connectNats({ servers: synced.address.servers, user: 'guest', pass: 'p', name: 'guest' });
  await expect(new JetStreamEventStore(guest).append(aggregate(), commitOf(1), 0)).rejects.toThrow(Rejected);
  await guest.close();
  await expect(publishCommand(guest, aggregate(), sayings(1))).rejects.toThrow(Unavailable);
});
