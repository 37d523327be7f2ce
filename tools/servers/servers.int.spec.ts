import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventually } from '@holdfast/testing';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import pg from 'pg';
import { isRunning } from '../supervise/process-identity.ts';
import type { ProcessIdentity } from '../supervise/process-identity.ts';
import { startPostgres } from './postgres.ts';
import { startNats } from './start-nats.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-servers-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
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

describe('nats-server', () => {
  test('T-SERVE-1: keeps acknowledged messages over SIGKILL and a start on the same folder', async () => {
    const first = await startNats({ folder });
    const connection = await connect({ servers: first.url });
    await (await jetstreamManager(connection)).streams.add({ name: 'KEPT', subjects: ['kept'] });
    const ack = await jetstream(connection).publish('kept', 'held fast');
    await first.kill();
    await connection.close();

    const second = await startNats({ folder, port: first.port });
    const again = await connect({ servers: second.url });
    const message = await (await jetstreamManager(again)).streams.getMessage('KEPT', { seq: ack.seq });
    expect(message?.string()).toBe('held fast');
    await again.close();
    await second.stop();
    expect(await second.exited).toMatchObject({ signal: null });
  });

  test('T-SERVE-2: syncs each append when power-safe, and says so to those who ask', async () => {
    const server = await startNats({ folder, durability: 'power-safe' });
    const answer = (await (await fetch(`${server.monitorUrl}/jsz?config=true`)).json()) as {
      config: { sync_always?: boolean };
    };
    expect(answer.config.sync_always).toBe(true);
    await server.stop();
  });

  test('T-SERVE-3: lets a user with an allow-list do what is on it and nothing else', async () => {
    const users = [
      { user: 'narrow', password: 'a "quoted" one', permissions: { publish: ['may.>'], subscribe: ['_INBOX.>'] } },
      { user: 'wide', password: 'w' },
    ];
    const server = await startNats({ folder, users });
    const narrow = await connect({ servers: server.url, user: 'narrow', pass: 'a "quoted" one' });
    const wide = await connect({ servers: server.url, user: 'wide', pass: 'w' });
    const seen: string[] = [];
    wide.subscribe('>', { callback: (_error, message) => void seen.push(message.subject) });
    await wide.flush();
    narrow.publish('other.subject');
    narrow.publish('may.pass');
    await narrow.flush();
    await wide.flush();
    expect(seen).toEqual(['may.pass']);
    await Promise.all([narrow.close(), wide.close()]);
    await server.stop();
  });
});

describe('Postgres', () => {
  test('T-SERVE-1: keeps committed rows over SIGKILL, speaks UTF-8, and stops cleanly', async () => {
    const first = await startPostgres({ folder: join(folder, 'pg') });
    await query(first.url, "create table kept as select 'grüße'::text as word");
    await first.kill();
    const second = await startPostgres({ folder: join(folder, 'pg'), port: first.port });
    expect(await query(second.url, 'select word from kept')).toEqual([{ word: 'grüße' }]);
    expect(await query(second.url, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
    expect(await query(second.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
    await second.stop();
    expect(await second.exited).toEqual({ code: 0, signal: null });
  });
});

describe('when the starter is killed with SIGKILL', () => {
  test.each([
    ['by the kernel', {}],
    ['by the watchdog', { HOLDFAST_WATCHDOG: '1' }],
  ])('T-SERVE-4: both servers end too, %s', async (_how, env) => {
    const script = fileURLToPath(new URL('./fixtures/start-both.ts', import.meta.url));
    const starter = spawn(process.execPath, [script, folder], {
      env: { ...process.env, ...env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface(starter.stdout), 'line')) as [string];
    const servers = JSON.parse(line) as ProcessIdentity[];
    expect(servers.map(isRunning)).toEqual([true, true]);
    starter.kill('SIGKILL');
    await eventually(() => !servers.some(isRunning));
  });
});
