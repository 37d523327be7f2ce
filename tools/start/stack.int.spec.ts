import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from '@holdfast/testing';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import pg from 'pg';
import { identify, isRunning } from '../supervise/process-identity.ts';
import type { ProcessIdentity } from '../supervise/process-identity.ts';
import { layStandInRoot } from './fixtures/stand-in-root.ts';
import { anyPorts } from './ports.ts';
import { startStack } from './stack.ts';
import type { Stack, StackOptions } from './stack.ts';

let root = '';
let stacks: Stack[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'holdfast-start-'));
  layStandInRoot(root);
});

afterEach(async () => {
  for (const stack of stacks) await stack.stop();
  stacks = [];
  rmSync(root, { recursive: true, force: true });
});

async function up(options: Partial<StackOptions> = {}): Promise<Stack> {
  const stack = await startStack({
    root,
    dataFolder: join(root, '.data'),
    choosePorts: anyPorts,
    seed: false,
    ...options,
  });
  stacks.push(stack);
  return stack;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function environmentAt(port: number): Promise<Record<string, string>> {
  return (await (await fetch(`http://127.0.0.1:${port}/`)).json()) as Record<string, string>;
}

test('T-START-1, T-START-2: everything is up, with its own role and user, and survives a stop and a start', async () => {
  const said: string[] = [];
  const first = await up({ say: (line) => said.push(line), environment: { session: { PROBE: '1' } } });
  const session = await environmentAt(first.ports.session);
  expect(session).toMatchObject({ DURABILITY: 'power-safe', SUPERVISED: '1', NATS_USER: 'session', PROBE: '1' });
  expect(session['TOKEN_SECRET']).toBeUndefined();
  const gateway = await environmentAt(first.ports.gateway);
  expect(gateway).toMatchObject({
    PUBLIC_URL: `http://localhost:${first.ports.gateway}`,
    SHOP_PORT: String(first.ports.shop),
  });
  expect(gateway['DATABASE_URL']).toBeUndefined();
  expect(gateway['TOKEN_SECRET']).toBe((await environmentAt(first.ports.workspace))['TOKEN_SECRET']);
  expect(said.filter((line) => line.startsWith('  ready'))).toHaveLength(9);

  await query(session['DATABASE_URL'] ?? '', 'insert into session.made values (1)');
  const nats = await connect({ servers: first.nats.url, user: 'operator', pass: first.nats.password ?? '' });
  const streams = await (await jetstreamManager(nats)).streams.names().next();
  expect(streams).toEqual(expect.arrayContaining(['CHAT_COMMANDS', 'CHAT_EVENTS', 'CHAT_TIMERS', 'CHAT_DLQ']));
  await nats.close();
  const running = Object.values(first.supervisor.pids()).map((pid) => identify(pid));
  expect(running).toHaveLength(6);
  await first.stop();
  expect(running.map((identity) => identity !== undefined && isRunning(identity))).not.toContain(true);
  expect(existsSync(join(root, '.data', 'run.json'))).toBe(false);

  const second = await up();
  expect(second.secrets).toEqual(first.secrets);
  expect(await query(second.databaseUrl, 'select n from session.made')).toEqual([{ n: 1 }]);
}, 60_000);

test('T-START-3: a second start on a data folder in use says who uses it, and a reset begins afresh', async () => {
  const first = await up();
  await expect(up({ reset: true })).rejects.toThrow(
    `Holdfast already runs on ${join(root, '.data')}, at http://localhost:${first.ports.gateway}/ (process ${process.pid}).`,
  );
  await query(first.databaseUrl, 'insert into session.made values (1)');
  await first.stop();
  const second = await up({ reset: true });
  expect(second.secrets.token).not.toBe(first.secrets.token);
  expect(await query(second.databaseUrl, 'select n from session.made')).toEqual([]);
}, 60_000);

test('T-START-4: secrets are readable by their owner only', async () => {
  await up();
  const mode = (path: string): string => (statSync(join(root, '.data', path)).mode & 0o777).toString(8);
  expect([mode('.'), mode('secrets.json'), mode('nats/nats-server.conf'), mode('run.json')]).toEqual([
    '700',
    '600',
    '600',
    '600',
  ]);
  expect(readFileSync(join(root, '.data', 'nats', 'nats-server.conf'), 'utf8')).toContain('sync_interval: always');
}, 60_000);

test('T-START-5: servers from outside are used as they are, and nothing of them is started here', async () => {
  const host = await up();
  const database = new URL(host.databaseUrl);
  await query(host.databaseUrl, 'create database other');
  database.pathname = '/other';
  const guest = await up({
    dataFolder: join(root, '.guest'),
    databaseUrl: database.href,
    nats: { url: host.nats.url, user: host.nats.user, password: host.nats.password, monitorUrl: host.nats.monitorUrl },
  });
  expect(Object.keys(guest.supervisor.pids()).sort()).toEqual(['assignment', 'gateway', 'session', 'workspace']);
  expect((await environmentAt(guest.ports.session))['NATS_URL']).toBe(host.nats.url);
  expect(await query(database.href, 'select n from workspace.made')).toEqual([]);
}, 60_000);

test.each([
  [
    'a database that is not there',
    { databaseUrl: 'postgres://u:p@127.0.0.1:1/holdfast' },
    /The database holdfast at 127\.0\.0\.1:1 cannot be reached/,
  ],
  [
    'a nats-server that is not there',
    { nats: { url: 'nats://127.0.0.1:1', user: undefined, password: undefined, monitorUrl: undefined } },
    /The nats-server at nats:\/\/127\.0\.0\.1:1 cannot be used/,
  ],
])(
  'T-START-6: %s is one sentence with a cure, and nothing is left running',
  async (_what, options, sentence) => {
    await expect(up(options)).rejects.toMatchObject({
      name: 'ActionableFailure',
      message: expect.stringMatching(sentence),
      cure: expect.stringMatching(/unset/),
    });
    expect(existsSync(join(root, '.data', 'run.json'))).toBe(false);
  },
  60_000,
);

test('T-START-7: a start that is given up stops what it had started', async () => {
  const giveUp = new AbortController();
  let stopped: ProcessIdentity | undefined;
  const start = up({
    signal: giveUp.signal,
    build: async () => {
      stopped = await eventually(recordedNats);
      giveUp.abort();
    },
  });
  await expect(start).rejects.toThrow();
  expect(stopped !== undefined && isRunning(stopped)).toBe(false);
}, 60_000);

/** The identity of nats-server in the record of what runs. */
function recordedNats(): ProcessIdentity | undefined {
  const text = readFileSync(join(root, '.data', 'run.json'), 'utf8');
  return (JSON.parse(text) as { processes: Record<string, ProcessIdentity> }).processes['nats-server'];
}

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'T-START-8: after %s no process is left behind',
  async (signal) => {
    const starter = spawn(
      process.execPath,
      ['--conditions=holdfast-source', join(import.meta.dirname, 'fixtures', 'run-stack.ts'), root],
      {
        env: { ...process.env, NODE_OPTIONS: '' },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [line] = (await once(createInterface(starter.stdout), 'line')) as [string];
    const processes = JSON.parse(line) as ProcessIdentity[];
    expect(processes.map(isRunning)).toEqual(Array.from({ length: 6 }, () => true));
    starter.kill(signal);
    await eventually(() => !processes.some(isRunning) && (starter.exitCode ?? starter.signalCode) !== null, {
      within: 20_000,
    });
    if (signal === 'SIGTERM') {
      expect(starter.exitCode).toBe(0);
      expect(existsSync(join(root, '.data', 'run.json'))).toBe(false);
    }
  },
  60_000,
);
