import { afterAll, describe, expect, test } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import pg from 'pg';
import { createTestDatabase, createTestNats, startTestNats, startTestPostgres } from './index.ts';

const closing: (() => Promise<unknown>)[] = [];

afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('createTestNats', () => {
  test('gives each caller a world of its own under the same names', async () => {
    const [one, other] = await Promise.all([createTestNats(), createTestNats()]);
    closing.push(one.close, other.close);
    for (const { connection } of [one, other]) {
      await (await jetstreamManager(connection)).streams.add({ name: 'CHAT_EVENTS', subjects: ['evt.>'] });
    }
    expect((await jetstream(one.connection).publish('evt.a', 'x')).seq).toBe(1);
    const info = await (await jetstreamManager(other.connection)).streams.info('CHAT_EVENTS');
    expect(info.state.messages).toBe(0);

    const second = await connect(one.address);
    closing.push(() => second.close());
    expect((await (await jetstreamManager(second)).streams.info('CHAT_EVENTS')).state.messages).toBe(1);
  });
});

describe('startTestNats', () => {
  test('is killed and comes back on the same port with its data', async () => {
    const server = await startTestNats();
    closing.push(server.close);
    const before = await connect(server.address);
    await (await jetstreamManager(before)).streams.add({ name: 'S', subjects: ['s'] });
    await jetstream(before).publish('s', 'x');
    const pid = server.pid();
    await server.kill();
    await before.close();
    await server.start();
    expect(server.pid()).not.toBe(pid);
    const after = await connect(server.address);
    expect((await (await jetstreamManager(after)).streams.info('S')).state.messages).toBe(1);
    await after.close();
  });
});

describe('createTestDatabase', () => {
  test('has the roles and schemas of a start, and a service role owns and sees nothing that was not granted', async () => {
    const database = await createTestDatabase();
    closing.push(database.drop);
    await query(
      database.ownerUrl,
      'create table session.thing as select 1 as n; create table workspace.secret as select 2 as n',
    );
    await expect(query(database.serviceUrl('session'), 'select n from thing')).rejects.toThrow(/permission denied/);
    await query(database.ownerUrl, 'grant select on session.thing to holdfast_session');
    expect(await query(database.serviceUrl('session'), 'select n from thing')).toEqual([{ n: 1 }]);
    await expect(query(database.serviceUrl('session'), 'select n from workspace.secret')).rejects.toThrow(
      /permission denied/,
    );
    await expect(query(database.serviceUrl('session'), 'create table session.mine (n int)')).rejects.toThrow(
      /permission denied/,
    );
    const roles = await query(
      database.url,
      "select 1 from pg_roles where rolname like 'holdfast%' and (rolsuper or rolbypassrls or rolcreaterole)",
    );
    expect(roles).toEqual([]);
  });

  test('is fresh for each caller, also for many at once', async () => {
    const databases = await Promise.all(Array.from({ length: 5 }, createTestDatabase));
    closing.push(...databases.map(({ drop }) => drop));
    expect(new Set(databases.map(({ name }) => name)).size).toBe(5);
    expect(await query(databases[0]?.serviceUrl('assignment') ?? '', 'show search_path')).toEqual([
      { search_path: 'assignment' },
    ]);
  });
});

describe('startTestPostgres', () => {
  test('is killed and comes back with what was committed', async () => {
    const server = await startTestPostgres();
    closing.push(server.close);
    await query(server.ownerUrl, 'create table session.kept as select 7 as n');
    await server.kill();
    await expect(query(server.url, 'select 1')).rejects.toThrow();
    await server.start();
    expect(await query(server.url, 'select n from session.kept')).toEqual([{ n: 7 }]);
  });
});
