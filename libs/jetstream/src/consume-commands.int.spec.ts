import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type AggregateRef, type CommandRequest, commandSubject, STREAMS } from '@holdfast/contracts';
import { deferred, eventually, startTestNats, type TestNatsServer } from '@holdfast/testing';
import { type NatsConnection } from '@nats-io/transport-node';
import { connectNats } from './connect.ts';
import {
  type CommandConsumer,
  type CommandConsumerEvent,
  consumeCommands,
  type ConsumeCommandsOptions,
} from './consume-commands.ts';
import { DEAD_LETTER_HEADERS } from './dead-letter.ts';
import { Unavailable } from './errors.ts';
import { managerOf, readCommits } from './log.ts';
import { provision } from './provision.ts';
import { publishCommand } from './publish-command.ts';
import { aggregate, sayings, talkLoop, type Say } from './talk.harness.ts';

let server: TestNatsServer;
let nc: NatsConnection;
const running: CommandConsumer[] = [];

beforeAll(async () => {
  server = await startTestNats({ durability: 'process-safe' });
  nc = await connectNats({ ...server.address, name: 'spec' });
  await provision(nc, { durability: 'process-safe' });
});
afterEach(async () => {
  for (const consumer of running) consumer.stopAccepting();
  await Promise.all(running.splice(0).map((consumer) => consumer.drained()));
});
afterAll(async () => {
  await nc.close();
  await server.close();
});

type Handle = ConsumeCommandsOptions['handle'];
async function consume(handle: Handle, options: Partial<ConsumeCommandsOptions> = {}) {
  const events: CommandConsumerEvent[] = [];
  const consumer = consumeCommands({
    nc,
    service: 'session',
    kind: 'session',
    handle,
    onEvent: (event) => events.push(event),
    ...options,
  });
  running.push(consumer);
  await consumer.ready;
  return { consumer, events };
}
const done = (): ReturnType<Handle> => Promise.resolve({ known: [] });
const pending = async (): Promise<number> => {
  const info = await (await managerOf(nc)).consumers.info(STREAMS.commands, 'session-commands');
  return info.num_pending + info.num_ack_pending;
};
const deadLetters = async () => {
  const jsm = await managerOf(nc);
  const { state } = await jsm.streams.info(STREAMS.deadLetters);
  return state.last_seq === 0 ? null : await jsm.streams.getMessage(STREAMS.deadLetters, { seq: state.last_seq });
};

test('J-SETTLE-1 what is dealt with is acknowledged, what fails for a passing reason comes again', async () => {
  let calls = 0;
  const { events } = await consume(() =>
    ++calls === 1 ? Promise.reject(new Unavailable('not at this moment')) : done(),
  );
  await publishCommand(nc, aggregate(), sayings(1));
  await eventually(async () => calls === 2 && (await pending()) === 0);
  expect(events.map((event) => event.kind === 'settled' && [event.settlement, event.deliveries])).toEqual([
    ['nak', 1],
    ['ack', 2],
  ]);
});

test('J-SETTLE-2 what nobody can read goes to the dead letters at once, with where, how often and why', async () => {
  const { events } = await consume(done);
  const subject = commandSubject(aggregate());
  await nc.request(subject, '{"id":"r1","commands":"none"}');
  await eventually(async () => events.length === 1 && (await pending()) === 0);
  const letter = await deadLetters();
  expect(letter?.subject).toBe(`dlq.session.${subject}`);
  expect(letter?.string()).toBe('{"id":"r1","commands":"none"}');
  expect(letter?.header.get(DEAD_LETTER_HEADERS.subject)).toBe(subject);
  expect(letter?.header.get(DEAD_LETTER_HEADERS.stream)).toBe(STREAMS.commands);
  expect(letter?.header.get(DEAD_LETTER_HEADERS.attempts)).toBe('1');
  expect(letter?.header.get(DEAD_LETTER_HEADERS.error)).toMatch(/^Unreadable: not a request/);
});

test('J-SETTLE-3 a defect is tried three times, then buried and parked: the sender is told, neighbours are not held up', async () => {
  const loop = talkLoop(nc);
  const [sick, well] = [aggregate(), aggregate()];
  let calls = 0;
  await consume(
    (ref, request) => {
      if (ref.id !== sick.id) return loop.handle(ref, request as CommandRequest<Say>);
      calls++;
      return Promise.reject(new TypeError('a defect'));
    },
    { park: (ref, request) => loop.refuse(ref, request, 'parked') },
  );
  await publishCommand(nc, sick, sayings(1));
  await publishCommand(nc, well, sayings(1));
  await eventually(async () => (await readCommits(nc, well)).commits.length === 1);
  const { commits } = await eventually(async () => {
    const read = await readCommits(nc, sick);
    return read.commits.length > 0 && read;
  });
  expect(commits[0]?.commit.outcomes).toEqual([{ commandId: 'say-1', kind: 'refused', reason: 'parked' }]);
  expect(calls).toBe(3);
  expect((await deadLetters())?.header.get(DEAD_LETTER_HEADERS.error)).toMatch(/a defect/);
  await eventually(async () => (await pending()) === 0);
});

test('J-FAIR-1 a workspace that floods does not hold up another', async () => {
  const gate = deferred<undefined>();
  const served: string[] = [];
  await consume(
    async ({ workspace }) => {
      if (workspace === 'loud') await gate.promise;
      served.push(workspace);
      return { known: [] };
    },
    { concurrency: 8, perWorkspace: 4 },
  );
  for (let n = 0; n < 50; n++) await publishCommand(nc, aggregate(`l${n}`, 'loud'), sayings(1));
  await publishCommand(nc, aggregate('q', 'quiet'), sayings(1));
  await eventually(() => served.includes('quiet'));
  expect(served).toEqual(['quiet']);
  gate.resolve(undefined);
  await eventually(() => served.length === 51);
});

test('J-SETTLE-5 draining sends the acknowledgements that are held back', async () => {
  const { consumer, events } = await consume(done);
  await Promise.all([1, 2, 3].map((n) => publishCommand(nc, aggregate(), sayings(n))));
  await eventually(() => events.length === 3);
  consumer.stopAccepting();
  await consumer.drained();
  expect(await pending()).toBe(0);
});

test('J-FAIR-2 what a workspace has waiting beyond its share is put back and comes again', async () => {
  const gate = deferred<undefined>();
  let served = 0;
  const { events } = await consume(
    async () => {
      await gate.promise;
      served++;
      return { known: [] };
    },
    { concurrency: 1 },
  );
  await Promise.all(
    Array.from({ length: 1_100 }, (_, n) => publishCommand(nc, aggregate(`f${n}`, 'flood'), sayings(1))),
  );
  await eventually(() => events.some(({ kind }) => kind === 'put-back'));
  gate.resolve(undefined);
  await eventually(async () => served >= 1_100 && (await pending()) === 0);
});

test('J-DRAIN-1 draining takes no more, gives back what was not begun, and settles what was', async () => {
  const gate = deferred<undefined>();
  const first: AggregateRef[] = [];
  const { consumer } = await consume(
    async (ref) => {
      first.push(ref);
      await gate.promise;
      return { known: [] };
    },
    { concurrency: 2 },
  );
  for (let n = 0; n < 6; n++) await publishCommand(nc, aggregate(`d${n}`), sayings(1));
  await eventually(() => first.length === 2);
  consumer.stopAccepting();
  const second: AggregateRef[] = [];
  await consume((ref) => {
    second.push(ref);
    return done();
  });
  await eventually(() => second.length === 4);
  gate.resolve(undefined);
  await consumer.drained();
  expect(consumer.pulling()).toBe(false);
  await eventually(async () => (await pending()) === 0);
  expect([...first, ...second].map(({ id }) => id).sort()).toEqual(['d0', 'd1', 'd2', 'd3', 'd4', 'd5']);
});

test('J-DRAIN-2 what was on its way when draining began is given back, too', async () => {
  const ids = Array.from({ length: 600 }, (_, n) => `w${n}`);
  await Promise.all(ids.map((id) => publishCommand(nc, aggregate(id), sayings(1))));
  const served: string[] = [];
  const isBegun = deferred<undefined>();
  const { consumer } = await consume(({ id }) => {
    served.push(id);
    isBegun.resolve(undefined);
    return done();
  });
  await isBegun.promise;
  consumer.stopAccepting();
  await consumer.drained();
  const before = served.length;
  expect(before).toBeLessThan(ids.length);
  const { events } = await consume(({ id }) => {
    served.push(id);
    return done();
  });
  await eventually(async () => served.length >= ids.length && (await pending()) === 0);
  expect([...served].sort()).toEqual([...ids].sort());
  expect(events.length).toBe(ids.length - before);
});

test('J-CONS-1 several instances share the requests', async () => {
  const served = [0, 0];
  for (const n of [0, 1])
    await consume(() => {
      served[n]!++;
      return done();
    });
  for (let n = 0; n < 200; n++) await publishCommand(nc, aggregate(), sayings(1));
  await eventually(() => served.reduce((a, b) => a + b) === 200);
  expect(Math.min(...served)).toBeGreaterThan(0);
});

test('J-CONS-2 after a kill -9 of nats-server consumption goes on by itself', async () => {
  const served = new Set<string>();
  const { consumer } = await consume(({ id }) => {
    served.add(id);
    return done();
  });
  await publishCommand(nc, aggregate('before'), sayings(1));
  await eventually(() => served.has('before'));
  await server.kill();
  await server.start();
  await publishCommand(nc, aggregate('after'), sayings(1), { deadlineMs: 10_000 });
  await eventually(() => served.has('after'));
  expect(consumer.pulling()).toBe(true);
});

test('J-CONS-3 a request is stored once however often the same sending is repeated, and given up at its deadline', async () => {
  const request = sayings(1);
  const ref = aggregate();
  const { state } = await (await managerOf(nc)).streams.info(STREAMS.commands);
  await Promise.all(Array.from({ length: 5 }, () => publishCommand(nc, ref, request)));
  expect((await (await managerOf(nc)).streams.info(STREAMS.commands)).state.last_seq).toBe(state.last_seq + 1);
  await server.halt();
  await expect(publishCommand(nc, ref, sayings(2), { deadlineMs: 300 })).rejects.toThrow(Unavailable);
  await server.start();
  await publishCommand(nc, ref, sayings(3), { deadlineMs: 10_000 });
});
