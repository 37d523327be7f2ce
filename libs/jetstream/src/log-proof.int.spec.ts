import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { STREAMS } from '@holdfast/contracts';
import { createTestNats, eventually, type TestNats } from '@holdfast/testing';
import { type NatsConnection } from '@nats-io/transport-node';
import { connectNats } from './connect.ts';
import { LogReplaced } from './errors.ts';
import { JetStreamEventStore } from './jetstream-event-store.ts';
import { type Checkpoint, commitAt, epochAndLastSequence, managerOf } from './log.ts';
import { LogProof } from './log-proof.ts';
import { provision } from './provision.ts';
import { aggregate, commitOf } from './talk.harness.ts';

let nats: TestNats;
let nc: NatsConnection;

beforeAll(async () => {
  nats = await createTestNats();
  nc = await connectNats({ ...nats.address, name: 'spec' });
  await provision(nc, { durability: 'process-safe' });
  await new JetStreamEventStore(nc).append(aggregate(), commitOf(1), 0);
});
afterAll(async () => {
  await nc.close();
  await nats.close();
});

async function checkpoint(): Promise<Checkpoint> {
  const { epoch, sequence } = await epochAndLastSequence(nc);
  return { epoch, sequence, commitId: (await commitAt(nc, sequence))?.id ?? '' };
}

const begin = (stored: () => Promise<Checkpoint | null>, onWaiting = (_: unknown): void => undefined) =>
  new LogProof(nc).begin(stored, onWaiting);

test('J-PROVE-1 a log that begins with what was projected is proved, and so is any where nothing was', async () => {
  expect(await begin(checkpoint)).toBe(true);
  expect(await begin(() => Promise.resolve(null))).toBe(true);
});

test.each([
  ['another epoch', { epoch: 'another' }],
  ['a log that ends before', { sequence: 9_999 }],
  ['another commit', { commitId: 'somebody-else' }],
])('J-PROVE-1 %s is an error that says what to do', async (_, wrong) => {
  const stored = { ...(await checkpoint()), ...wrong };
  const proving = begin(() => Promise.resolve(stored));
  await expect(proving).rejects.toThrow(LogReplaced);
  await expect(proving).rejects.toThrow('docs/operations.md');
});

test('J-PROVE-2 a store that answers late is waited for, and one that does not answer is not', async () => {
  let asked = 0;
  const late = () => ((asked += 1) < 4 ? Promise.reject(new Error('refused')) : checkpoint());
  expect(await begin(late)).toBe(true);
  expect(await begin(() => Promise.reject(new Error('refused')))).toBe(false);
});

test('J-PROVE-2 the log is waited for', async () => {
  const jsm = await managerOf(nc);
  const { config } = await jsm.streams.info(STREAMS.events);
  await jsm.streams.delete(STREAMS.events);
  const waiting: unknown[] = [];
  const proving = begin(
    () => Promise.resolve(null),
    (error) => waiting.push(error),
  );
  await eventually(() => waiting.length === 1);
  await jsm.streams.add(config);
  expect(await proving).toBe(true);
  expect(waiting).toHaveLength(1);
});

test('J-PROVE-3 it is proved again by the furthest place that is known', async () => {
  const proof = new LogProof(nc);
  expect(
    await proof.begin(
      () => Promise.resolve(null),
      () => undefined,
    ),
  ).toBe(true);
  await proof.again();
  proof.follow(() => ({ epoch: 'another', sequence: 1, commitId: 'c' }));
  await expect(proof.again()).rejects.toThrow(LogReplaced);
});
