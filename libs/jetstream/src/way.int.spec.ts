import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AggregateRef, type CommandRequest, eventFilter, type Outcome } from '@holdfast/contracts';
import { accept, CommandLoop, type Decider } from '@holdfast/event-sourcing';
import { createTestNats, eventually, type TestNats } from '@holdfast/testing';
import { type CommandConsumer, consumeCommands } from './consume-commands.ts';
import { type Feed, type FeedMessage, openFeed } from './feed.ts';
import { JetStreamEventStore } from './jetstream-event-store.ts';
import { type Checkpoint } from './log.ts';
import { runProjector } from './projector.ts';
import { provision } from './provision.ts';
import { publishCommand } from './publish-command.ts';

interface Said {
  type: 'Said';
  data: { n: number };
}
interface Say {
  id: string;
  type: 'Say';
  data: { n: number };
}
const talk: Decider<Say, Said, number> = {
  initial: 0,
  decide: ({ data }) => accept([{ type: 'Said', data }]),
  evolve: (count) => count + 1,
  visibleToVisitors: () => true,
  knownEvents: new Set(['Said']),
};

let nats: TestNats;
let loop: CommandLoop<Say, Said, number>;
let consumer: CommandConsumer;
let feed: Feed;
const seen: FeedMessage[] = [];
let reading: Promise<void>;

beforeAll(async () => {
  nats = await createTestNats();
  await provision(nats.connection, { durability: 'process-safe' });
  loop = new CommandLoop({ decider: talk, store: new JetStreamEventStore(nats.connection), newId: randomUUID });
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

const request = (n: number, replyTo?: string): CommandRequest<Say> => ({
  id: randomUUID(),
  at: new Date().toISOString(),
  actor: { kind: 'visitor', id: 'mira' },
  correlationId: randomUUID(),
  ...(replyTo === undefined ? {} : { replyTo }),
  commands: [{ id: `say-${String(n)}`, type: 'Say', data: { n } }],
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
    await Promise.all(refs.map((ref) => publishCommand(nats.connection, ref, request(n))));
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
  nats.connection.subscribe('reply.spec', { callback: (_, message) => answers.push(message.json()) });
  await publishCommand(nats.connection, ref, request(1, 'reply.spec'));
  await eventually(() => seen.some((message) => message.ref.id === 'again'));
  const second = request(1, 'reply.spec');
  await publishCommand(nats.connection, ref, second);
  await eventually(() => answers.length > 0);
  expect(answers).toMatchObject([{ requestId: second.id, outcomes: [{ commandId: 'say-1', kind: 'stored' }] }]);
  expect((await loop.state(ref)).v).toBe(1);
});
