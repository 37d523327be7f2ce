import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventSubject, STREAMS } from '@holdfast/contracts';
import { eventually, startTestNats, TcpProxy, type TestNatsServer } from '@holdfast/testing';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { AppendQueue, type AppendAnswer } from './append-queue.ts';
import { encodeCommit } from './commit-codec.ts';
import { connectNats } from './connect.ts';
import { Rejected, StorageFull, Unavailable } from './errors.ts';
import { JetStreamEventStore } from './jetstream-event-store.ts';
import { lastCommit, managerOf, readCommits } from './log.ts';
import { provision } from './provision.ts';
import { aggregate, commitOf, sayings, talkLoop } from './talk.harness.ts';

let server: TestNatsServer;
let proxy: TcpProxy;
let nc: NatsConnection;
/** The same server through a network that can be made bad. */
let far: NatsConnection;

beforeAll(async () => {
  server = await startTestNats({ durability: 'power-safe' });
  nc = await connectNats({ ...server.address, name: 'spec' });
  await provision(nc, { durability: 'power-safe' });
  proxy = await TcpProxy.open({ targetPort: server.port });
  far = await connectNats({ servers: `nats://127.0.0.1:${proxy.port}`, name: 'spec far' });
});
afterAll(async () => {
  await far.close();
  await nc.close();
  await proxy.close();
  await server.close();
});

function heal(): void {
  proxy.stopLosing();
  proxy.reset();
}

type Sent = { messages: number; result: string };
function watched(connection: NatsConnection) {
  const sent: Sent[] = [];
  return {
    sent,
    queue: new AppendQueue(connection, { onSent: (messages, result) => sent.push({ messages, result }) }),
  };
}
const append = (queue: AppendQueue, ref = aggregate(), expected = 0, text?: string): Promise<AppendAnswer> =>
  queue.append(eventSubject(ref), encodeCommit(commitOf(1, text)), 'Said', expected);

/** A message of somebody else's batch. Answered with nothing while the batch is open. */
async function inBatchOf(id: string, n: number, ref: ReturnType<typeof aggregate>, closes = false): Promise<string> {
  const own = headers();
  own.set('Nats-Expected-Last-Subject-Sequence', '0');
  own.set('Nats-Batch-Id', id);
  own.set('Nats-Batch-Sequence', String(n));
  if (closes) own.set('Nats-Batch-Commit', '1');
  return (await nc.request(eventSubject(ref), encodeCommit(commitOf(1)), { headers: own, timeout: 5_000 })).string();
}
/** So many batches of one stream the server holds open. */
const OPEN_BATCHES = 50;
const batches = (sent: readonly Sent[], result: string): Sent[] =>
  sent.filter((each) => each.messages > 1 && each.result === result);

test('J-APPEND-1 a lone append goes by itself and tells its sequence', async () => {
  const { queue, sent } = watched(nc);
  const ref = aggregate();
  const answer = await append(queue, ref);
  expect(answer).toEqual({ kind: 'appended', sequence: (await lastCommit(nc, ref))?.sequence });
  expect(sent).toEqual([{ messages: 1, result: 'appended' }]);
});

test('J-BATCH-1 appends that wait go together, each with the sequence it got', async () => {
  const { queue, sent } = watched(nc);
  const refs = Array.from({ length: 300 }, () => aggregate());
  const answers = await Promise.all(refs.map((ref) => append(queue, ref)));
  expect(Math.max(...sent.map(({ messages }) => messages))).toBe(128);
  const read = await Promise.all(refs.map((ref) => lastCommit(nc, ref)));
  expect(answers).toEqual(read.map((stored) => ({ kind: 'appended', sequence: stored?.sequence })));
});

test('J-BATCH-2 of a refused batch only those fail that stand in the way of something', async () => {
  const { queue, sent } = watched(nc);
  const refs = Array.from({ length: 60 }, () => aggregate());
  const taken = new Set([refs[20], refs[59]]);
  for (const ref of taken) await append(queue, ref);
  sent.length = 0;
  const answers = await Promise.all(refs.map((ref) => append(queue, ref)));
  expect(sent.some(({ messages, result }) => messages > 1 && result === 'refused')).toBe(true);
  refs.forEach((ref, n) => expect(answers[n]?.kind).toBe(taken.has(ref) ? 'conflict' : 'appended'));
});

test('J-BATCH-3 a batch holds an aggregate once: of two appends to one place, one wins', async () => {
  const { queue } = watched(nc);
  const refs = Array.from({ length: 40 }, () => aggregate());
  const answers = await Promise.all([...refs, ...refs].map((ref) => append(queue, ref)));
  for (let n = 0; n < 40; n++)
    expect([answers[n]?.kind, answers[n + 40]?.kind].sort()).toEqual(['appended', 'conflict']);
});

test('J-APPEND-2 an append whose answer is lost is sent again, and stored once', async () => {
  const store = new JetStreamEventStore(far);
  const ref = aggregate();
  proxy.lose('down');
  const commit = commitOf(1);
  const appended = store.append(ref, commit, 0);
  const stored = await eventually(() => lastCommit(nc, ref));
  heal();
  expect(await appended).toEqual({ kind: 'appended', sequence: stored.sequence });
  expect((await readCommits(nc, ref)).commits).toHaveLength(1);
});

test('J-APPEND-3 a batch whose answer is lost is settled message by message, and stored once', async () => {
  const store = new JetStreamEventStore(far, { batchFrom: 2, singlesAtOnce: 1 });
  const refs = Array.from({ length: 50 }, () => aggregate());
  proxy.lose('down');
  const appended = Promise.all(refs.map((ref) => store.append(ref, commitOf(1), 0)));
  await eventually(() => lastCommit(nc, refs[0]!));
  heal();
  for (const answer of await appended) expect(answer.kind).toBe('appended');
  for (const ref of refs) expect((await readCommits(nc, ref)).commits).toHaveLength(1);
});

test('J-APPEND-4 what somebody else appended meanwhile is a conflict, also after a lost answer', async () => {
  const store = new JetStreamEventStore(far);
  const ref = aggregate();
  proxy.lose('up');
  const mine = store.append(ref, commitOf(1), 0);
  await new JetStreamEventStore(nc).append(ref, commitOf(1), 0);
  heal();
  expect(await mine).toEqual({ kind: 'conflict' });
});

test('J-APPEND-5 an abort ends unanswered appends with a retryable error', async () => {
  const abort = new AbortController();
  const queue = new AppendQueue(far, { signal: abort.signal });
  proxy.lose('up');
  const hanging = append(queue);
  abort.abort();
  await expect(hanging).rejects.toThrow(Unavailable);
  heal();
});

test('J-APPEND-6 a message too large is rejected for good, and its neighbours in the batch are not', async () => {
  const queue = new AppendQueue(nc, { batchFrom: 2, singlesAtOnce: 1 });
  const huge = queue.append(eventSubject(aggregate()), new Uint8Array(2 ** 20 + 2 ** 16), 'Said', 0);
  const others = Promise.all(Array.from({ length: 20 }, () => append(queue)));
  await expect(huge).rejects.toThrow(Rejected);
  for (const answer of await others) expect(answer.kind).toBe('appended');
});

test('J-APPEND-7 a full log refuses with a retryable error of its own, and takes appends again when there is room', async () => {
  const jsm = await managerOf(nc);
  const { config, state } = await jsm.streams.info(STREAMS.events);
  await jsm.streams.update(STREAMS.events, { ...config, max_bytes: state.bytes + 100 });
  const { queue, sent } = watched(nc);
  await expect(append(queue)).rejects.toThrow(StorageFull);
  expect(sent).toEqual([{ messages: 1, result: 'refused' }]);
  await jsm.streams.update(STREAMS.events, config);
  expect((await append(queue)).kind).toBe('appended');
});

test('J-BATCH-4 while others hold open as many batches as the server allows, appends go singly, each stored once', async () => {
  const { queue, sent } = watched(nc);
  const refs = Array.from({ length: 300 }, () => aggregate());
  // As by processes that stand still in the midst of it; half of them write where we will.
  const ofOurs = OPEN_BATCHES / 2;
  const theirs = Array.from({ length: OPEN_BATCHES }, (_, n) => (n < ofOurs ? refs[n * 12]! : aggregate()));
  for (const [n, ref] of theirs.entries()) expect(await inBatchOf(`theirs-${n}`, 1, ref)).toBe('');
  expect(await inBatchOf('one-too-many', 1, aggregate())).toContain('too many inflight');

  const answers = await Promise.all(refs.map((ref) => append(queue, ref)));
  expect(batches(sent, 'refused').length).toBeGreaterThan(0);
  expect(batches(sent, 'appended')).toEqual([]);
  // They wake up and close what they had begun.
  const closings = theirs.map(() => aggregate());
  const ends = await Promise.all(closings.map((ref, n) => inBatchOf(`theirs-${n}`, 2, ref, true)));
  ends.forEach((end, n) => expect(end).toContain(n < ofOurs ? 'wrong last sequence' : '"count":2'));

  for (const [n, ref] of refs.entries()) {
    const { commits } = await readCommits(nc, ref);
    expect(answers[n]).toEqual({ kind: 'appended', sequence: commits[0]?.sequence });
    expect(commits).toHaveLength(1);
  }
  const after = watched(nc);
  const more = await Promise.all(Array.from({ length: 300 }, () => append(after.queue)));
  expect(new Set(more.map(({ kind }) => kind))).toEqual(new Set(['appended']));
  expect(batches(after.sent, 'appended').length).toBeGreaterThan(0);
});

type Limits = { max_bytes: number } | { max_msgs_per_subject: number; discard_new_per_subject: boolean };
test.each([
  { full: 'the log', limits: (stored: number): Limits => ({ max_bytes: stored + 20_000 }) },
  { full: 'a subject', limits: (): Limits => ({ max_msgs_per_subject: 1, discard_new_per_subject: true }) },
])('J-BATCH-5 in the midst of a batch $full is full: what fits is stored, the others are told', async ({ limits }) => {
  const { queue, sent } = watched(nc);
  const jsm = await managerOf(nc);
  const refs = Array.from({ length: 60 }, () => aggregate());
  const before = new Map<(typeof refs)[number], number>();
  for (const ref of [refs[10]!, refs[11]!, refs[40]!]) {
    const answer = await append(queue, ref);
    if (answer.kind === 'appended') before.set(ref, answer.sequence);
  }
  const { config, state } = await jsm.streams.info(STREAMS.events);
  await jsm.streams.update(STREAMS.events, { ...config, ...limits(state.bytes) });
  sent.length = 0;
  // One in five is large, so that smaller ones behind it still fit.
  const told = await Promise.allSettled(
    refs.map((ref, n) => append(queue, ref, before.get(ref) ?? 0, 'x'.repeat(n % 5 === 2 ? 6_000 : 10))),
  );
  // The client fills in what is left out from what there is.
  await jsm.streams.update(STREAMS.events, { ...config, discard_new_per_subject: false });

  expect(batches(sent, 'refused').length).toBeGreaterThan(0);
  const stored: boolean[] = [];
  for (const [n, ref] of refs.entries()) {
    const { commits } = await readCommits(nc, ref, { after: before.get(ref) ?? 0 });
    const answer = told[n];
    stored.push(answer?.status === 'fulfilled');
    if (answer?.status === 'fulfilled') {
      expect(commits).toHaveLength(1);
      expect(answer.value).toEqual({ kind: 'appended', sequence: commits[0]?.sequence });
    } else {
      expect(answer?.reason).toBeInstanceOf(StorageFull);
      expect(commits).toEqual([]);
    }
  }
  // One that does not fit keeps nobody behind it out.
  expect(stored).toContain(false);
  expect(stored.lastIndexOf(true)).toBeGreaterThan(stored.indexOf(false));
  const again = await Promise.all(
    refs.filter((_, n) => !stored[n]).map((ref) => append(queue, ref, before.get(ref) ?? 0)),
  );
  for (const answer of again) expect(answer.kind).toBe('appended');
});

test('J-APPEND-8 through a kill -9 of nats-server every command is recorded once, and whoever was told so was told the truth', async () => {
  const loops = [talkLoop(nc), talkLoop(nc)];
  const refs = Array.from({ length: 16 }, () => aggregate());
  let told = 0;
  const sending = refs.flatMap((ref) =>
    loops.map(async (loop) => {
      for (let n = 1; n <= 12; n++) {
        const { recorded, known } = await loop.handle(ref, sayings(n));
        expect([...recorded, ...known]).toEqual([{ commandId: `say-${n}`, kind: 'stored' }]);
        told++;
      }
    }),
  );
  await eventually(() => told > 40);
  await server.kill();
  await server.start();
  await Promise.all(sending);
  for (const ref of refs) {
    const { commits } = await readCommits(nc, ref);
    expect(commits.flatMap(({ commit }) => commit.events.map(({ v }) => v))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
    expect(new Set(commits.flatMap(({ commit }) => commit.outcomes.map(({ commandId }) => commandId))).size).toBe(12);
  }
});
