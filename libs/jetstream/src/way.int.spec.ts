import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AggregateRef, type CommandRequest, eventFilter, type Outcome } from '@holdfast/contracts';
import { type CommandLoop } from '@holdfast/event-sourcing';
import { createTestNats, eventually, type TestNats } from '@holdfast/testing';
import { type CommandConsumer, consumeCommands } from './consume-commands.ts';
import { type Feed, type FeedMessage, openFeed } from './feed.ts';
import { type Checkpoint } from './log.ts';
import { runProjector } from './projector.ts';
import { provision } from './provision.ts';
import { publishCommand } from './publish-command.ts';
import { type Said, type Say, sayings, talkLoop } from './talk.harness.ts';

let nats: TestNats;
let loop: CommandLoop<Say, Said, number>;
let consumer: CommandConsumer;
let feed: Feed;
const seen: FeedMessage[] = [];
let reading: Promise<void>;

beforeAll(async () => {
  nats = await createTestNats();
  await provision(nats.connection, { durability: 'process-safe' });
  loop = talkLoop(nats.connection);
  consumer = consumeCommands({
    nc: nats.connection,
    service: 'session',
    kind: 'session',
    handle: (ref, request) => loop.handle(ref, request as CommandRequest<Say>),
  });
  await consumer.ready;
  feed = await openFeed({ nc: nats.connection, name: 'spec' });
  reading = (async () => {
    for await (const message of feed.messages) seen.push(message);
  })();
});
afterAll(async () => {
  await feed.close();
  await reading;
  consumer.stopAccepting();
  await consumer.drained();
  await nats.close();
});

test('J-WAY-1 a request becomes a commit that the feed and the projector read, once and in order', async () => {
  const refs = Array.from({ length: 20 }, (_, n): AggregateRef => ({
    workspace: `w${String(n % 3)}`,
    kind: 'session',
    id: `s${String(n)}`,
  }));
  const projected: FeedMessage[] = [];
  let stored: Checkpoint | null = null;
  const projector = runProjector({
    nc: nats.connection,
    name: 'proj-spec-v1',
    filter: eventFilter('session'),
    owner: 'spec',
    checkpoint: { load: () => Promise.resolve(stored) },
    apply: (batch, next) => {
      projected.push(...batch);
      stored = next;
      return Promise.resolve();
    },
  });
  for (let n = 0; n < 10; n++) {
    await Promise.all(refs.map((ref) => publishCommand(nats.connection, ref, sayings(n))));
    await eventually(() => seen.length === (n + 1) * refs.length);
  }
  await eventually(() => projected.length === 200);
  expect(projected.map(({ sequence }) => sequence)).toEqual(seen.map(({ sequence }) => sequence));
  expect(new Set(seen.map(({ sequence }) => sequence)).size).toBe(200);
  for (const ref of refs) {
    const own = seen.filter((message) => message.ref.id === ref.id);
    expect(own.map(({ commit }) => commit.v)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  }
  await projector.stop();
});

test('J-WAY-2 what was settled before is answered directly to the asker', async () => {
  const ref: AggregateRef = { workspace: 'w', kind: 'session', id: 'again' };
  const answers: { outcomes: Outcome[]; requestId: string }[] = [];
  nats.connection.subscribe('reply.spec', { callback: (_, message) => void answers.push(message.json()) });
  await publishCommand(nats.connection, ref, { ...sayings(1), replyTo: 'reply.spec' });
  await eventually(() => seen.some((message) => message.ref.id === 'again'));
  const second = { ...sayings(1), replyTo: 'reply.spec' };
  await publishCommand(nats.connection, ref, second);
  await eventually(() => answers.length > 0);
  expect(answers).toMatchObject([{ requestId: second.id, outcomes: [{ commandId: 'say-1', kind: 'stored' }] }]);
  expect((await loop.state(ref)).v).toBe(1);
});
