import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { STREAMS } from '@holdfast/contracts';
import { createTestNats, eventually, type TestNats } from '@holdfast/testing';
import { type NatsConnection } from '@nats-io/transport-node';
import { connectNats } from './connect.ts';
import { LogReplaced } from './errors.ts';
import { JetStreamEventStore } from './jetstream-event-store.ts';
import { type Checkpoint, commitAt, epochAndLastSequence, managerOf } from './log.ts';
import { proveLog } from './prove-log.ts';
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

test('J-PROVE-1 a log that begins with what was projected is proved, and so is any where nothing was', async () => {
  expect(await proveLog(nc, checkpoint)).toBe(true);
  expect(await proveLog(nc, () => Promise.resolve(null))).toBe(true);
});

test.each([
  ['another epoch', { epoch: 'another' }],
  ['a log that ends before', { sequence: 9_999 }],
  ['another commit', { commitId: 'somebody-else' }],
])('J-PROVE-1 %s is an error that says what to do', async (_, wrong) => {
  const stored = { ...(await checkpoint()), ...wrong };
  const proving = proveLog(nc, () => Promise.resolve(stored));
  await expect(proving).rejects.toThrow(LogReplaced);
  await expect(proving).rejects.toThrow('docs/operations.md');
});

test('J-PROVE-2 a store that answers late is waited for, and one that does not answer is not', async () => {
  let asked = 0;
  const late = () => ((asked += 1) < 4 ? Promise.reject(new Error('refused')) : checkpoint());
  expect(await proveLog(nc, late)).toBe(true);
  expect(await proveLog(nc, () => Promise.reject(new Error('refused')))).toBe(false);
});

test('J-PROVE-2 the log is waited for', async () => {
  const stored = await checkpoint();
  const jsm = await managerOf(nc);
  const { config } = await jsm.streams.info(STREAMS.events);
  await jsm.streams.delete(STREAMS.events);
  let asked = 0;
  const proving = proveLog(nc, () => {
    asked += 1;
    return Promise.resolve(asked < 3 ? stored : null);
  });
  await eventually(() => asked >= 2);
  await jsm.streams.add(config);
  expect(await proving).toBe(true);
});
