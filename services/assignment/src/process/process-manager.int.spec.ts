import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type AggregateKind, commandFilter, STREAMS } from '@holdfast/contracts';
import { consumeCommands, JetStreamEventStore, managerOf, provision, type CommandConsumer } from '@holdfast/jetstream';
import { createTestNats, eventually, startTestNats, type NatsAddress } from '@holdfast/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { DeskLoop } from '../commands/desk-loop.ts';
import { readCommand } from '../commands/read-command.ts';
import { desk } from '../domain/desk.ts';
import { agent, Edge, seed } from '../service.harness.ts';
import { runSessionStandIn } from '../session-stand-in.harness.ts';
import { Leadership } from './leadership.consumer.ts';
import { PROCESS_DURABLE, ProcessManagerConsumer } from './process-manager.consumer.ts';

const silent = pino({ level: 'silent' });
const CHILD = fileURLToPath(new URL('process-child.harness.ts', import.meta.url));

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

/** A process manager that can be killed, once it reads or stands by. */
async function startChild({ servers, user, pass }: NatsAddress, until = 'reading'): Promise<ChildProcess> {
  const credentials = user === undefined ? [] : [user, pass ?? ''];
  const child = spawn(process.execPath, ['--conditions=holdfast-source', CHILD, servers, ...credentials]);
  cleanUp.push(() => kill(child));
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said = data.toString()));
  let failed = '';
  child.stderr.on('data', (data: Buffer) => (failed += data.toString()));
  await eventually(() => {
    if (child.exitCode !== null) throw new Error(`the child ended: ${failed}`);
    return said.includes(until);
  });
  return child;
}
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

function runDesk(nc: NatsConnection): CommandConsumer {
  const loop = new DeskLoop({ decider: desk, store: new JetStreamEventStore(nc), newId: v7 });
  const consumer = consumeCommands({
    nc,
    service: 'assignment',
    kind: 'desk',
    handle: (ref, request) => loop.handle(ref, { ...request, commands: request.commands.map(readCommand) }),
  });
  cleanUp.push(() => ended(consumer));
  return consumer;
}
function runSessions(nc: NatsConnection): CommandConsumer {
  const consumer = runSessionStandIn(nc);
  cleanUp.push(() => ended(consumer));
  return consumer;
}
async function ended(consumer: CommandConsumer): Promise<void> {
  consumer.stopAccepting();
  await consumer.drained();
}
/** Agents, straight to the desk: presence is not what is tested here. */
async function staff(edge: Edge, id: string, capacity: number): Promise<void> {
  const data = { agentId: id, agentName: id, teams: ['help'], capacity, active: true };
  const there = { type: 'NoteArrival', data: { agentId: id } };
  await edge.settle(edge.desk, seed, { type: 'RegisterAgent', data }, there);
  await edge.settle(edge.desk, agent(id), { type: 'SetAvailability', data: { availability: 'online' } });
}
/** Whether the courier stream holds requests for aggregates of this kind. */
async function areUnderWay({ nc }: Edge, kind: AggregateKind): Promise<boolean> {
  const filter = { subjects_filter: commandFilter(kind) };
  const { state } = await (await managerOf(nc)).streams.info(STREAMS.commands, filter);
  return Object.keys(state.subjects ?? {}).length > 0;
}
const chats = async (edge: Edge): Promise<string[]> =>
  (await edge.events(edge.desk, 'session')).filter((event) => event.startsWith('Chat'));

describe('the process manager and kill -9', () => {
  let address: NatsAddress;
  let edge: Edge;
  beforeEach(async () => {
    const nats = await createTestNats();
    address = nats.address;
    edge = await Edge.connect(address);
    cleanUp.push(
      () => nats.close(),
      () => edge.nc.close(),
    );
  });

  test('D-PROC-9 killed between publishing and acknowledging, it carries out once what it had sent', async () => {
    runSessions(edge.nc);
    const first = await startChild(address);
    // Nobody decides for the desk: the errand is on its way and cannot be settled.
    await edge.open('s1');
    const jsm = await jetstreamManager(edge.nc);
    await eventually(() => areUnderWay(edge, 'desk'));
    await kill(first);
    expect((await jsm.consumers.info(STREAMS.events, PROCESS_DURABLE)).ack_floor.stream_seq).toBe(0);

    runDesk(edge.nc);
    await staff(edge, 'ann', 5);
    await startChild(address);
    await edge.assigned('s1', 'ann');
    expect((await chats(edge)).filter((event) => event.startsWith('ChatQueued'))).toEqual(['ChatQueued s1']);
    await eventually(async () => (await jsm.consumers.info(STREAMS.events, PROCESS_DURABLE)).ack_floor.stream_seq > 0);
  });

  test('D-PROC-9 killed again and again under traffic, every chat is assigned once', async () => {
    runSessions(edge.nc);
    runDesk(edge.nc);
    await staff(edge, 'ann', 500);
    const ids = Array.from({ length: 60 }, (_, n) => `s${String(n)}`);
    for (let round = 0; round < 4; round++) {
      const child = await startChild(address);
      const some = ids.slice(round * 15, round * 15 + 15);
      await Promise.all(some.map((id) => edge.open(id)));
      // Each time in the midst of it.
      await eventually(async () => (await chats(edge)).length > round * 30 + 4 * round);
      await kill(child);
    }
    await startChild(address);
    for (const id of ids) await edge.assigned(id, 'ann');
    const all = await chats(edge);
    expect(all).toHaveLength(2 * ids.length);
    expect(new Set(all).size).toBe(all.length);
    for (const id of ids) expect(await edge.events(edge.session(id))).toEqual(['SessionOpened', 'AgentAssigned']);
  });

  test('D-PROC-8 one leads and one stands by; a leader that is paused is replaced, and gives way when it wakes', async () => {
    runSessions(edge.nc);
    runDesk(edge.nc);
    await staff(edge, 'ann', 500);
    const leader = await startChild(address);
    await startChild(address, 'standby');
    await edge.open('s1');
    await edge.assigned('s1', 'ann');
    leader.kill('SIGSTOP');
    await edge.open('s2');
    // The paused one's request for messages stays open for up to 10 s.
    await edge.assigned('s2', 'ann', 25_000);
    leader.kill('SIGCONT');
    for (let n = 3; n < 20; n++) await edge.open(`s${String(n)}`);
    for (let n = 3; n < 20; n++) await edge.assigned(`s${String(n)}`, 'ann');
    const all = await chats(edge);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('the process manager and NATS', () => {
  test('D-PROC-10 after a restart of NATS it goes on, and carries out what happened meanwhile', async () => {
    const server = await startTestNats();
    cleanUp.push(() => server.close());
    const edge = await Edge.connect(server.address);
    const nc = await connect({ ...server.address, maxReconnectAttempts: -1, reconnectTimeWait: 50 });
    cleanUp.push(
      () => nc.close(),
      () => edge.nc.close(),
    );
    runSessions(edge.nc);
    runDesk(edge.nc);
    const manager = new ProcessManagerConsumer(nc, silent, 300);
    cleanUp.push(() => manager.stop(0));
    manager.start();
    await staff(edge, 'ann', 500);
    await edge.open('s1');
    await edge.assigned('s1', 'ann');

    await server.kill();
    await server.start();
    await eventually(() => edge.open('s2').then(() => true));
    await edge.assigned('s2', 'ann');
    await eventually(() => manager.standing().state === 'reading');
    const all = await chats(edge);
    expect(new Set(all).size).toBe(all.length);
  });

  test('D-PROC-10 an instance that was cut off while it began to lead never waits for itself', async () => {
    const nats = await createTestNats();
    cleanUp.push(() => nats.close());
    const nc = await connect(nats.address);
    cleanUp.push(() => nc.close());
    const [leadership, other] = [new Leadership(nc, 'spec'), new Leadership(nc, 'spec')];
    // As after reconnections, at whatever point of it.
    for (let ms = 0; ms < 30; ms++) {
      const cutOff = new AbortController();
      const first = leadership.take(cutOff.signal).catch(() => undefined);
      await delay(ms);
      cutOff.abort();
      await leadership.take(AbortSignal.timeout(5_000));
      await first;
      leadership.stepDown();
    }
    await other.take(AbortSignal.timeout(5_000));
    expect([leadership.leading, other.leading]).toEqual([false, true]);
  });
});

describe('the process manager and the courier stream', () => {
  let edge: Edge;
  let warnings: string[];
  beforeEach(async () => {
    const nats = await createTestNats();
    edge = await Edge.connect(nats.address);
    warnings = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) });
    const manager = new ProcessManagerConsumer(edge.nc, log, 300);
    manager.start();
    cleanUp.push(
      () => nats.close(),
      () => edge.nc.close(),
      () => manager.stop(0),
    );
  });

  const purge = async (): Promise<void> => {
    const { purged } = await (await managerOf(edge.nc)).streams.purge(STREAMS.commands);
    expect(purged).toBeGreaterThan(0);
  };
  const replace = async (): Promise<void> => {
    await (await managerOf(edge.nc)).streams.delete(STREAMS.commands);
    // It is away for long enough that the errand is sent into the void.
    await eventually(() => warnings.some((line) => line.includes('errand-not-sent')));
    warnings.length = 0;
    await provision(edge.nc, { durability: 'process-safe' });
  };

  test.each([
    ['is emptied', purge],
    ['is deleted and made anew', replace],
  ])('D-PROC-11 the courier stream %s in the midst of errands: they are carried out, once', async (_, lose) => {
    const sessions = runSessions(edge.nc);
    await edge.open('s1');
    await eventually(async () => (await edge.log(edge.session('s1'))).length === 1);
    await ended(sessions);
    // Nobody decides for the desk yet: what is asked of it is lost.
    await eventually(() => areUnderWay(edge, 'desk'));
    await lose();
    runDesk(edge.nc);
    await staff(edge, 'ann', 5);
    // Nor for the session: what the desk asks of it is lost, and the desk's own consumer with it.
    await eventually(() => areUnderWay(edge, 'session'));
    await lose();
    runSessions(edge.nc);
    await edge.assigned('s1', 'ann');

    await edge.open('s2');
    await edge.assigned('s2', 'ann');
    expect(await chats(edge)).toEqual(['ChatQueued s1', 'ChatAssigned s1', 'ChatQueued s2', 'ChatAssigned s2']);
    for (const id of ['s1', 's2'])
      expect(await edge.events(edge.session(id))).toEqual(['SessionOpened', 'AgentAssigned']);
    const outcomes = (await edge.log(edge.desk)).flatMap((commit) => commit.outcomes.map(({ commandId }) => commandId));
    expect(new Set(outcomes).size).toBe(outcomes.length);
  });
});
