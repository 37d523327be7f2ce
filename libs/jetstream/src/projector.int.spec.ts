import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventFilter, STREAMS } from '@holdfast/contracts';
import { deferred, eventually, startTestNats, type TestNatsServer } from '@holdfast/testing';
import { type NatsConnection } from '@nats-io/transport-node';
import { connectNats } from './connect.ts';
import { type FeedMessage } from './feed.ts';
import { JetStreamEventStore } from './jetstream-event-store.ts';
import { type Checkpoint, managerOf } from './log.ts';
import {
  type Projector,
  type ProjectorEvent,
  type ProjectorOptions,
  type ProjectorState,
  runProjector,
} from './projector.ts';
import { provision } from './provision.ts';
import { aggregate, commitOf } from './talk.harness.ts';

let server: TestNatsServer;
let nc: NatsConnection;
let store: JetStreamEventStore;
const running: Projector[] = [];
let names = 0;

beforeAll(async () => {
  server = await startTestNats({ durability: 'process-safe' });
  nc = await connectNats({ ...server.address, name: 'spec' });
  await provision(nc, { durability: 'process-safe' });
  store = new JetStreamEventStore(nc);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((projector) => projector.stop()));
});
afterAll(async () => {
  await nc.close();
  await server.close();
});

/** A database of one table and one checkpoint, whose transactions commit both or neither. */
class Table {
  rows: number[] = [];
  stored: Checkpoint | null = null;
  batches: number[] = [];
  /** Is asked before a transaction is committed; throwing rolls it back. */
  before: (batch: readonly FeedMessage[]) => Promise<void> | void = () => undefined;

  async commit(batch: readonly FeedMessage[], next: Checkpoint): Promise<void> {
    await this.before(batch);
    this.rows.push(...batch.map(({ sequence }) => sequence));
    this.batches.push(batch.length);
    this.stored = next;
  }
}

function project(table: Table, options: Partial<ProjectorOptions> = {}) {
  const states: ProjectorState[] = [];
  const projector = runProjector({
    nc,
    name: `proj-spec-v${(names += 1)}`,
    filter: eventFilter('session'),
    owner: 'spec',
    checkpoint: { load: () => Promise.resolve(table.stored) },
    apply: (batch, next) => table.commit(batch, next),
    onEvent: (event) => {
      if (event.kind === 'state') states.push(event.state);
    },
    ...options,
  });
  running.push(projector);
  return { projector, states };
}

async function say(count: number): Promise<number[]> {
  const answers = await Promise.all(Array.from({ length: count }, () => store.append(aggregate(), commitOf(1), 0)));
  return answers.map((answer) => (answer.kind === 'appended' ? answer.sequence : 0)).sort((a, b) => a - b);
}
/** What `table` must hold: the whole log. */
async function whole(): Promise<number[]> {
  const { state } = await (await managerOf(nc)).streams.info(STREAMS.events);
  return Array.from({ length: state.last_seq }, (_, n) => n + 1);
}

test('J-PROJ-1 commits are applied in the log’s order, many at once, each with the checkpoint behind it', async () => {
  await say(1_200);
  const table = new Table();
  const { projector } = project(table);
  await projector.caughtUp;
  await say(3);
  await eventually(async () => table.rows.length === (await whole()).length);
  expect(table.rows).toEqual(await whole());
  expect(Math.max(...table.batches)).toBeLessThanOrEqual(500);
  expect(table.batches.length).toBeLessThan(20);
  expect(projector.checkpoint()).toEqual(table.stored);
  expect(projector.lag()).toBe(0);
});

test('J-PROJ-2 a transaction that fails is tried again from the stored checkpoint; nothing is left out or applied twice', async () => {
  const table = new Table();
  let failures = 0;
  table.before = (batch) => {
    if (batch.some(({ sequence }) => sequence % 400 === 0) && failures++ % 3 < 2)
      throw new Error('the database is gone');
  };
  const { states, projector } = project(table);
  await projector.caughtUp;
  expect(table.rows).toEqual(await whole());
  expect(failures).toBeGreaterThan(2);
  expect(states).toContain('retrying');
});

test('J-PROJ-3 a later start goes on at the stored checkpoint, whatever was delivered or acknowledged', async () => {
  const table = new Table();
  const first = project(table, { name: 'proj-restart-v1' });
  await first.projector.caughtUp;
  await first.projector.stop();
  // As after a restore of the database: the checkpoint is behind what the consumer was acknowledged.
  const back = table.rows[99]!;
  table.rows = table.rows.slice(0, 100);
  const message = await (await managerOf(nc)).streams.getMessage(STREAMS.events, { seq: back });
  table.stored = { ...table.stored!, sequence: back, commitId: message!.json<{ id: string }>().id };
  const second = project(table, { name: 'proj-restart-v1' });
  await second.projector.caughtUp;
  expect(table.rows).toEqual(await whole());
});

test('J-PROJ-8 a checkpoint that was put back is told', async () => {
  const table = new Table();
  const first = project(table, { name: 'proj-back-v1' });
  await first.projector.caughtUp;
  await first.projector.stop();
  const told: ProjectorEvent[] = [];
  table.stored = null;
  const second = project(table, { name: 'proj-back-v1', onEvent: (event) => told.push(event) });
  await second.projector.caughtUp;
  const setBack = { kind: 'set-back', from: 0, to: (await whole()).length };
  expect(told.filter(({ kind }) => kind === 'set-back')).toEqual([setBack]);
});

test('J-PROJ-4 a kill -9 of nats-server leaves nothing out', async () => {
  const table = new Table();
  const { projector } = project(table);
  await projector.caughtUp;
  await say(50);
  await server.kill();
  await server.start();
  await say(50);
  await eventually(async () => table.rows.length === (await whole()).length);
  expect(table.rows).toEqual(await whole());
});

test('J-PROJ-5 a checkpoint that is not in this log stops it loudly, before anything is applied', async () => {
  for (const wrong of [{ epoch: 'another' }, { sequence: 9_999_999 }, { commitId: 'somebody-else' }]) {
    const good = new Table();
    const { projector } = project(good);
    await projector.caughtUp;
    const table = new Table();
    table.stored = { ...good.stored!, ...wrong };
    const bad = project(table);
    await bad.projector.failed;
    expect(bad.projector.state()).toBe('failed');
    expect(table.rows).toEqual([]);
  }
});

test('J-PROJ-6 only the holder of the lock projects; when the lock is lost the pass ends', async () => {
  const table = new Table();
  const turn = deferred<undefined>();
  const lost = new AbortController();
  let leases = 0;
  const { projector } = project(table, {
    lock: {
      acquire: async (signal) => {
        leases++;
        if (leases === 1) await turn.promise;
        else await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        return { lost: lost.signal, release: () => Promise.resolve() };
      },
    },
  });
  await eventually(() => projector.state() === 'standby');
  expect(table.rows).toEqual([]);
  turn.resolve(undefined);
  await projector.caughtUp;
  lost.abort();
  await eventually(() => projector.state() === 'standby' && leases === 2);
  const rows = table.rows.length;
  const [sequence] = await say(1);
  expect(rows).toBe(sequence! - 1);
  expect(table.rows).toHaveLength(rows);
});

test('J-PROJ-7 stopping ends after the batch that is being applied', async () => {
  const table = new Table();
  const gate = deferred<undefined>();
  const begun = deferred<undefined>();
  table.before = async () => {
    begun.resolve(undefined);
    await gate.promise;
  };
  const { projector } = project(table, { batchLimit: 10 });
  await begun.promise;
  const stopped = projector.stop();
  gate.resolve(undefined);
  await stopped;
  expect(table.batches).toHaveLength(1);
  expect(projector.state()).toBe('stopped');
});

test('J-PROJ-9 what a pull of somebody who is gone still takes is not left out', async () => {
  await say(3);
  const table = new Table();
  const first = project(table, { name: 'proj-taken-v1' });
  await first.projector.caughtUp;
  await first.projector.stop();
  // As of an instance that stands still: the server holds its request, and gives it what comes next.
  const gone = nc.subscribe('spec.gone');
  nc.publish(`$JS.API.CONSUMER.MSG.NEXT.${STREAMS.events}.proj-taken-v1`, '{"batch":3,"expires":30000000000}', {
    reply: 'spec.gone',
  });
  await nc.flush();
  await say(2);
  const second = project(table, { name: 'proj-taken-v1' });
  await second.projector.caughtUp;
  await say(2);
  await eventually(async () => table.rows.length === (await whole()).length);
  expect(table.rows).toEqual(await whole());
  gone.unsubscribe();
});

test('J-PROJ-9 nor is the last commit of all, behind which nothing comes', async () => {
  const table = new Table();
  const { projector, states } = project(table, { name: 'proj-last-v1' });
  await projector.caughtUp;
  let taken = 0;
  const gone = nc.subscribe('spec.last', { callback: () => void (taken += 1) });
  nc.publish(`$JS.API.CONSUMER.MSG.NEXT.${STREAMS.events}.proj-last-v1`, '{"batch":1,"expires":30000000000}', {
    reply: 'spec.last',
  });
  await nc.flush();
  // Of two requests the server serves one after the other. Nothing more is said once one commit has gone astray.
  while (taken === 0) {
    await say(1);
    const { length } = await whole();
    await eventually(() => taken > 0 || table.rows.length === length);
  }
  await eventually(async () => table.rows.length === (await whole()).length);
  expect(table.rows).toEqual(await whole());
  expect(states).toContain('retrying');
  gone.unsubscribe();
});
