import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChatClient, memoryStore } from '@holdfast/chat-client';
import type { ChatClient } from '@holdfast/chat-client';
import { PRESENCE_BUCKET, STREAMS } from '@holdfast/contracts';
import { connectNats, readCommits } from '@holdfast/jetstream';
import { eventually, startTestPostgres } from '@holdfast/testing';
import type { TestPostgresServer } from '@holdfast/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { filledEnv, root } from './compose.harness.ts';
import { single, startDeployedNats } from './nats/server.harness.ts';
import type { DeployedNats } from './nats/server.harness.ts';
import { runOnce } from './run-once.harness.ts';
import { PROCESSES, startProcesses } from './running.harness.ts';
import type { Running } from './running.harness.ts';

let folder: string;
let nats: DeployedNats;
let postgres: TestPostgresServer;
let running: Running;
let operator: NatsConnection;
let accounts: { role: string; email: string; password: string }[];
const clients: ChatClient[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-deploy-'));
  [nats, postgres] = await Promise.all([startDeployedNats('nats', folder), startTestPostgres()]);
  await runOnce(single, 'provision', { NATS_URL: nats.url, NATS_MONITOR_URL: nats.monitorUrl });
  await runOnce(single, 'migrate', { DATABASE_URL: postgres.url });
  running = await startProcesses(single, { nats: nats.url, database: postgres.url });
  const password = filledEnv['NATS_OPERATOR_PASSWORD'];
  operator = await connectNats({ servers: nats.url, name: 'spec', user: 'operator', pass: password });
  const printed = await runOnce(single, 'seed', {
    NATS_URL: nats.url,
    API_URL: `${running.url('gateway')}/api/v1`,
    DEMO_FILE: join(folder, 'demo.json'),
  });
  accounts = [...printed.matchAll(/^(admin|supervisor|agent) {2}(\S+@\S+) {2}(\S+)$/gm)].map(
    ([, role = '', email = '', secret = '']) => ({ role, email, password: secret }),
  );
}, 240_000);
afterAll(async () => {
  for (const client of clients) client.stop();
  await operator.close();
  await running.stop();
  await Promise.all([nats.kill(), postgres.close()]);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function post<T>(
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<T & { cookie: string }> {
  const answer = await fetch(`${running.url('gateway')}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${text}`);
  const json = (text === '' ? {} : JSON.parse(text)) as T;
  return { ...json, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

function client(token: () => Promise<{ token: string; expiresAt: string }>): ChatClient {
  const made = createChatClient({
    url: `${running.url('gateway').replace('http', 'ws')}/ws`,
    token,
    storage: memoryStore(),
  });
  clients.push(made);
  made.start();
  return made;
}

const signIn = (role: string) => {
  const { email = '', password = '' } = accounts.find((account) => account.role === role) ?? {};
  return post<{ accessToken: string; expiresAt: string }>('/auth/login', { email, password });
};

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('the composition, without containers', () => {
  test('P-RUN-2 is brought to a start by its one-shot tools, and seeded', async () => {
    expect(accounts.map(({ role }) => role).sort()).toEqual(['admin', 'agent', 'agent']);
    for (const name of PROCESSES) {
      const answer = (await (await fetch(`${running.url(name)}/readyz`)).json()) as { status: string };
      expect([name, answer.status]).toEqual([name, 'ok']);
    }
    // What may run again may run again.
    await runOnce(single, 'migrate', { DATABASE_URL: postgres.url });
    await runOnce(single, 'provision', { NATS_URL: nats.url, NATS_MONITOR_URL: nats.monitorUrl });
  }, 60_000);

  test('P-RUN-1 does all its work with the rights of the table', async () => {
    const visitor = client(() => post('/visitors/token', { siteId: 'demo-shop', secret: 'A'.repeat(22) }));
    const agent = client(async () => {
      const { accessToken: token, expiresAt } = await signIn('admin');
      return { token, expiresAt };
    });
    await eventually(() => [visitor, agent].every((each) => each.connection.value.status === 'live'));
    await agent.desk('SetAvailability', { availability: 'online' });

    const id = visitor.newSessionId();
    const [theirs, ours] = [visitor.session(id), agent.session(id)];
    expect(await theirs.send('OpenSession', { siteId: 'demo-shop', visitor: { name: 'Mara' } })).toMatchObject({
      kind: 'stored',
    });
    await eventually(async () => (await agent.desk('ClaimChat', { session: id })).kind === 'stored');
    await eventually(() => theirs.view.value.status === 'assigned');
    theirs.post('Is it iron?');
    await eventually(() => ours.view.value.entries.some((entry) => entry.kind === 'message'));

    const until = new Date(Date.now() + 1_500).toISOString();
    expect(await ours.send('SnoozeSession', { until })).toMatchObject({ kind: 'stored' });
    const types = async (): Promise<string[]> =>
      (await readCommits(operator, { workspace: 'demo', kind: 'session', id })).commits.flatMap(({ commit }) =>
        commit.events.map(({ type }) => type),
      );
    await eventually(async () => (await types()).includes('SessionWoken'), { within: 20_000 });

    await nats.restart();
    await eventually(() => [visitor, agent].every((each) => each.connection.value.status === 'live'), {
      within: 20_000,
    });
    theirs.post('And after all that?');
    await eventually(() => ours.view.value.entries.filter((entry) => entry.kind === 'message').length === 2, {
      within: 20_000,
    });

    expect(await ours.send('EraseSession', {})).toMatchObject({ kind: 'stored' });
    await eventually(async () => !(await types()).includes('MessagePosted'));

    // Leases are in memory: after a restart they come with their next renewal. They go with the last console, not only with time.
    const bucket = await new Kvm(operator).open(PRESENCE_BUCKET, { bindOnly: true });
    const leases = new Set<string>();
    const watch = await bucket.watch();
    const watched = (async () => {
      for await (const { key, operation } of watch) {
        if (operation === 'PUT') leases.add(key);
        else leases.delete(key);
      }
    })();
    await eventually(() => leases.size === 1, { within: 20_000 });
    agent.stop();
    await eventually(() => leases.size === 0);
    watch.stop();
    await watched;

    // Signing out is told to every gateway.
    const told = new Promise((resolve) => operator.subscribe('revoked', { max: 1, callback: resolve }));
    await operator.flush();
    const { cookie } = await signIn('admin');
    await post('/auth/logout', {}, { cookie });
    await told;

    expect(nats.lines.filter((line) => line.includes('Violation'))).toEqual([]);
    expect(running.lines.filter((line) => line.includes('Permissions Violation'))).toEqual([]);
  }, 90_000);
});

describe('what operators see', () => {
  const operations = (): string => readFileSync(join(root, 'docs', 'operations.md'), 'utf8');

  test('P-OPS-1 streams that tell what they are', async () => {
    const manager = await jetstreamManager(operator);
    const streams = await all(manager.streams.list());
    expect(streams.map(({ config }) => config.name).sort()).toEqual(
      [...Object.values(STREAMS), `KV_${PRESENCE_BUCKET}`].sort(),
    );
    for (const { config } of streams) {
      expect(config).toMatchObject({
        description: expect.stringMatching(/^.{30,}$/),
        metadata: { owner: expect.any(String), runbook: 'docs/operations.md', 'holdfast.durability': 'power-safe' },
      });
      for (const word of [config.name, ...config.subjects]) expect(operations()).toContain(`\`${word}\``);
    }
    const { state } = await manager.streams.info(STREAMS.events, { subjects_filter: 'evt.demo.>' });
    const kinds = Object.keys(state.subjects ?? {}).map((subject) => subject.split('.')[2]);
    expect(new Set(kinds)).toEqual(new Set(['session', 'desk', 'workspace']));
  });

  test('P-OPS-1 consumers that tell whose they are, and have nothing left to do', async () => {
    const manager = await jetstreamManager(operator);
    const durables: string[] = [];
    for (const stream of [STREAMS.commands, STREAMS.events, STREAMS.timers])
      for await (const { name, config } of manager.consumers.list(stream)) {
        expect(config).toMatchObject({
          description: expect.stringMatching(/^.{30,}$/),
          metadata: { owner: expect.any(String), runbook: 'docs/operations.md' },
        });
        if (config.durable_name !== undefined) durables.push(`${stream} ${name}`);
      }
    expect(durables.sort()).toEqual([
      'CHAT_COMMANDS assignment-commands',
      'CHAT_COMMANDS session-commands',
      'CHAT_COMMANDS workspace-commands',
      'CHAT_EVENTS assignment-process',
      'CHAT_EVENTS proj-assignment-v1',
      'CHAT_EVENTS proj-session-v1',
      'CHAT_EVENTS proj-workspace-v1',
      'CHAT_TIMERS session-timers',
    ]);
    for (const name of durables) expect(operations()).toContain(`\`${name.split(' ')[1] ?? ''}\``);
    await eventually(async () => {
      const consumers = await all(manager.consumers.list(STREAMS.events));
      return consumers.every(({ num_pending, num_ack_pending }) => num_pending + num_ack_pending === 0);
    });
  });

  test('P-OPS-2 metrics by the names that documentation, dashboard and alerts use', async () => {
    const shown = await Promise.all(
      PROCESSES.map(async (name) => (await fetch(`${running.url(name)}/metrics`)).text()),
    );
    const families = new Set([...shown.join('\n').matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
    const files = ['docs/operations.md', 'deploy/prometheus/alerts.yml', 'deploy/grafana/dashboards/holdfast.json'];
    for (const file of files) {
      const text = readFileSync(join(root, file), 'utf8');
      const named = [...text.matchAll(/\b(?:holdfast|nodejs|process)_[a-z]\w+/g)].map(([name]) =>
        name.replace(/_(bucket|count|sum)$/, ''),
      );
      expect(named.length).toBeGreaterThan(5);
      expect([file, named.filter((name) => !families.has(name))]).toEqual([file, []]);
    }
    const ours = [...families].filter((name) => name?.startsWith('holdfast_'));
    expect(ours.filter((name) => !operations().includes(`\`${name ?? ''}\``))).toEqual([]);
  });
});
