import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventFilter, eventSubject, STREAMS } from '@holdfast/contracts';
import { eventually, startTestNats, TcpProxy, type TestNatsServer } from '@holdfast/testing';
import { type NatsConnection } from '@nats-io/transport-node';
import { connectNats } from './connect.ts';
import { LogReplaced } from './errors.ts';
import { type Feed, type FeedEvent, type FeedMessage, type FeedOptions, openFeed } from './feed.ts';
import { JetStreamEventStore } from './jetstream-event-store.ts';
import { epochAndLastSequence, managerOf } from './log.ts';
import { provision } from './provision.ts';
import { aggregate, commitOf } from './talk.harness.ts';

let server: TestNatsServer;
let proxy: TcpProxy;
let nc: NatsConnection;
let far: NatsConnection;
let store: JetStreamEventStore;
const open: Feed[] = [];

beforeAll(async () => {
  server = await startTestNats({ durability: 'process-safe' });
  nc = await connectNats({ ...server.address, name: 'spec' });
  await provision(nc, { durability: 'process-safe' });
  store = new JetStreamEventStore(nc);
  proxy = await TcpProxy.open({ targetPort: server.port });
  far = await connectNats({ servers: `nats://127.0.0.1:${proxy.port}`, name: 'spec far' });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((feed) => feed.close()));
});
afterAll(async () => {
  await far.close();
  await nc.close();
  await proxy.close();
  await server.close();
});

async function follow(options: Partial<FeedOptions> = {}) {
  const seen: FeedMessage[] = [];
  const events: FeedEvent[] = [];
  const feed = await openFeed({ nc, name: 'spec', onEvent: (event) => events.push(event), ...options });
  open.push(feed);
  const ended = (async () => {
    for await (const message of feed.messages) seen.push(message);
  })();
  // Whoever expects an error asks for it; for the others it is no crash of the spec.
  ended.catch(() => undefined);
  await eventually(() => feed.connected());
  return { feed, seen, events, ended };
}

/** Appends commits to aggregates of their own, one after the other; returns their sequences. */
async function say(count: number): Promise<number[]> {
  const sequences: number[] = [];
  for (let n = 0; n < count; n++) {
    const answer = await store.append(aggregate(), commitOf(1), 0);
    if (answer.kind === 'appended') sequences.push(answer.sequence);
  }
  return sequences;
}
const end = async (): Promise<number> => (await epochAndLastSequence(nc)).sequence;
const sequencesOf = (seen: readonly FeedMessage[]): number[] => seen.map(({ sequence }) => sequence);

test('J-FEED-1 everything in the log and everything that follows is handed out once and in order; position and lag tell how far', async () => {
  await say(30);
  const { feed, seen } = await follow();
  await feed.caughtUp;
  const known = await end();
  expect(sequencesOf(seen)).toEqual(Array.from({ length: known }, (_, n) => n + 1));
  expect([feed.position(), feed.lag()]).toEqual([known, 0]);
  const later = await say(10);
  await eventually(() => seen.at(-1)?.sequence === later.at(-1));
  expect(sequencesOf(seen).slice(known)).toEqual(later);
});

test('J-FEED-2 it may begin at a sequence, at a time, and with some subjects only', async () => {
  const [first] = await say(3);
  const instant = Date.now();
  await eventually(() => Date.now() > instant + 1);
  const after = new Date();
  const [, second] = await say(2);
  expect(sequencesOf((await caughtUp({ startSequence: first! })).seen)[0]).toBe(first);
  expect(sequencesOf((await caughtUp({ startTime: after })).seen).at(-1)).toBe(second);
  expect((await caughtUp({ startTime: after })).seen).toHaveLength(2);
  expect((await caughtUp({ filter: eventFilter('desk') })).seen).toHaveLength(0);

  async function caughtUp(options: Partial<FeedOptions>) {
    const following = await follow(options);
    await following.feed.caughtUp;
    return following;
  }
});

test('J-FEED-3 a kill -9 of nats-server skips nothing and repeats nothing', async () => {
  const { seen } = await follow({ startSequence: (await end()) + 1 });
  const before = await say(20);
  await eventually(() => seen.at(-1)?.sequence === before.at(-1));
  await server.kill();
  await server.start();
  const after = await say(20);
  await eventually(() => seen.at(-1)?.sequence === after.at(-1));
  expect(sequencesOf(seen)).toEqual([...before, ...after]);
});

test('J-FEED-4 what is lost on a dying link is read again', async () => {
  const { seen } = await follow({ nc: far, startSequence: (await end()) + 1 });
  const before = await say(5);
  await eventually(() => seen.at(-1)?.sequence === before.at(-1));
  proxy.lose('down');
  const lost = await say(20);
  proxy.stopLosing();
  proxy.reset();
  const after = await say(5);
  await eventually(() => seen.at(-1)?.sequence === after.at(-1));
  expect(sequencesOf(seen)).toEqual([...before, ...lost, ...after]);
});

test('J-FEED-5 a consumer that somebody deletes is replaced', async () => {
  const { seen, events } = await follow({ startSequence: (await end()) + 1 });
  const before = await say(5);
  await eventually(() => seen.at(-1)?.sequence === before.at(-1));
  const jsm = await managerOf(nc);
  for await (const { name } of jsm.consumers.list(STREAMS.events)) await jsm.consumers.delete(STREAMS.events, name);
  const after = await say(5);
  await eventually(() => seen.at(-1)?.sequence === after.at(-1));
  expect(sequencesOf(seen)).toEqual([...before, ...after]);
  expect(events.some(({ kind }) => kind === 'interrupted')).toBe(true);
});

test('J-FEED-6 what is no commit is reported and passed over', async () => {
  const { seen, events } = await follow({ startSequence: (await end()) + 1 });
  await nc.request(eventSubject(aggregate()), 'not a commit');
  const [next] = await say(1);
  await eventually(() => seen.at(-1)?.sequence === next);
  expect(sequencesOf(seen)).toEqual([next]);
  expect(events.find(({ kind }) => kind === 'unreadable')).toMatchObject({ sequence: next! - 1 });
});

test('J-FEED-7 closing ends the loop and removes the consumer', async () => {
  const { feed, ended } = await follow();
  await feed.close();
  await ended;
  const jsm = await managerOf(nc);
  await eventually(async () => (await jsm.streams.info(STREAMS.events)).state.consumer_count === 0);
});

test('J-FEED-8 a shorter log is an error also for who was handed nothing of it yet', async () => {
  await say(3);
  const { ended } = await follow({ nc: far, startTime: new Date(Date.now() + 60_000) });
  const jsm = await managerOf(nc);
  const { config } = await jsm.streams.info(STREAMS.events);
  proxy.refuse();
  proxy.reset();
  await jsm.streams.delete(STREAMS.events);
  await jsm.streams.add(config);
  await say(1);
  proxy.refuse(false);
  await expect(ended).rejects.toThrow(LogReplaced);
});

test('J-FEED-8 another log in the place of the one that was read is an error, not a continuation', async () => {
  const { ended } = await follow({ nc: far, startSequence: (await end()) + 1 });
  const jsm = await managerOf(nc);
  proxy.refuse();
  proxy.reset();
  await jsm.streams.delete(STREAMS.events);
  await provision(nc, { durability: 'process-safe' });
  await say(3);
  proxy.refuse(false);
  await expect(ended).rejects.toThrow(LogReplaced);
});
