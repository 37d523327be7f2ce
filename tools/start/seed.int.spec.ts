import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochAndLastSequence } from '@holdfast/jetstream';
import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import pg from 'pg';
import { anyPorts } from './ports.ts';
import type { Demo, SeedContext } from './seed-context.ts';
import { idFor, makeNewWorkspace } from './new-workspace.ts';
import { seedDemo } from './seed.ts';
import { startStack } from './stack.ts';
import type { Stack } from './stack.ts';

const repository = join(import.meta.dirname, '..', '..');
let folder = '';
let stack: Stack;
let nats: NatsConnection;
let context: SeedContext;
let demo: Demo;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-demo-'));
  stack = await startStack({
    root: repository,
    dataFolder: join(folder, '.data'),
    choosePorts: anyPorts,
    durability: 'process-safe',
    seed: false,
  });
  nats = await connect({ servers: stack.nats.url, user: stack.nats.user ?? '', pass: stack.nats.password ?? '' });
  context = {
    apiUrl: stack.urls.api,
    shopOrigins: [new URL(stack.urls.shop).origin],
    nats: { url: stack.nats.url, user: stack.nats.user, password: stack.nats.password },
    demoFile: join(folder, 'demo.json'),
    say: () => undefined,
    signal: new AbortController().signal,
  };
  demo = await seedDemo(context);
}, 240_000);

afterAll(async () => {
  await nats.close();
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function rows<T extends object>(text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

const origins = async (): Promise<string[]> => {
  const [site] = await rows<{ allowed_origins: string[] }>('select allowed_origins from workspace.site');
  return site?.allowed_origins ?? [];
};

test('T-DEMO-1: accounts that can sign in, teams, a site, canned replies, twenty conversations', async () => {
  expect(demo.accounts.map(({ role }) => role)).toEqual(['admin', 'agent', 'agent']);
  let token = '';
  for (const { email, password, role } of demo.accounts) {
    const answer = await fetch(`${stack.urls.api}/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    const signedIn = (await answer.json()) as { accessToken: string; agent: { role: string }; workspace: string };
    expect([answer.status, signedIn.agent.role, signedIn.workspace]).toEqual([200, role, 'demo']);
    token = signedIn.accessToken;
  }
  const answer = await fetch(`${stack.urls.api}/workspace`, { headers: { Authorization: `Bearer ${token}` } });
  const directory = (await answer.json()) as Record<'teams' | 'sites' | 'cannedReplies', object[]>;
  expect([directory.teams, directory.sites, directory.cannedReplies].map(({ length }) => length)).toEqual([2, 1, 8]);
  expect(await origins()).toEqual(context.shopOrigins);

  await eventually(async () => {
    const counts = await rows('select status, count(*)::int as n from session.inbox group by status order by status');
    expect(counts).toEqual([
      { status: 'closed', n: 18 },
      { status: 'waiting', n: 2 },
    ]);
    const given = await rows(
      "select distinct session from assignment.decision where type = 'ChatAssigned' and kind = 'automatic'",
    );
    expect(given).toHaveLength(4);
    return true;
  });
  expect(statSync(context.demoFile).mode & 0o777).toBe(0o600);
});

test('T-DEMO-2: a second seeding, and one after an interruption, add nothing', async () => {
  const before = await settledLog();
  expect(await seedDemo(context)).toEqual(demo);
  const interrupted = JSON.parse(readFileSync(context.demoFile, 'utf8')) as Record<string, unknown>;
  delete interrupted['completeIn'];
  writeFileSync(context.demoFile, JSON.stringify(interrupted));
  expect(await seedDemo(context)).toEqual(demo);
  expect(await settledLog()).toBe(before);
});

test('T-DEMO-3: a shop at another address may embed the widget, and other origins stay', async () => {
  const moved = { ...context, shopOrigins: ['http://127.0.0.1:4999'] };
  await seedDemo(moved);
  await eventually(async () => (await origins()).join() === [...moved.shopOrigins, ...context.shopOrigins].join());
  const before = await settledLog();
  await seedDemo(context);
  expect(await settledLog()).toBe(before);
});

test('T-WORK-1: a workspace of one’s own begins with an admin, who chooses a password behind a link', async () => {
  const asked = { id: 'acme', name: 'Acme', admin: { name: 'Ada Lovelace', email: 'ada@acme.example' } };
  const [first, again] = [
    await makeNewWorkspace(asked, context.nats, context.signal),
    await makeNewWorkspace(asked, context.nats, context.signal),
  ];
  const accept = async ({ token }: { token: string }) => {
    const body = JSON.stringify({ token, password: 'correct horse battery' });
    const headers = { 'Content-Type': 'application/json', Origin: new URL(stack.urls.console).origin };
    const answer = await fetch(`${stack.urls.api}/auth/invitation/accept`, { method: 'POST', headers, body });
    return answer.status;
  };
  expect(await accept(first)).toBe(404);
  expect(await accept(again)).toBe(200);
  expect(await rows("select role from workspace.agent where workspace = 'acme'")).toEqual([{ role: 'admin' }]);
});

test('T-WORK-3: it leaves others alone, and what was refused can be put right', async () => {
  const make = (id: string, email: string) =>
    makeNewWorkspace({ id, name: id, admin: { name: 'Eve', email } }, context.nats, context.signal);
  const before = await settledLog();
  for (const id of ['acme', 'demo'])
    await expect(make(id, 'eve@rival.example')).rejects.toThrow('is not who it was made for');
  await expect(make('rival', 'eve@')).rejects.toThrow('email cannot be');
  expect(await settledLog()).toBe(before);
  await expect(make('rival', 'ada@acme.example')).rejects.toThrow('has an account already');
  expect(await make('rival', 'eve@rival.example')).toMatchObject({ isNew: false });
});

test('T-WORK-2: its id is made from its name', () => {
  expect(['Größen & Mehr', ' Acme, Inc. ', '包'].map(idFor)).toEqual(['grossen-mehr', 'acme-inc', '']);
});

/** The log's last sequence once the desk and its process manager have dealt with everything. */
async function settledLog(): Promise<number> {
  await eventually(async () => {
    const [waiting] = await rows<{ n: number }>(
      "select count(*)::int as n from (select session from assignment.decision group by session having bool_or(type = 'ChatQueued') and not bool_or(type in ('ChatReleased', 'ChatDequeued'))) open",
    );
    return waiting?.n === 2;
  });
  return (await epochAndLastSequence(nats)).sequence;
}
