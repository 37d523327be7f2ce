import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@holdfast/testing';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { freePort } from '../servers/free-port.ts';
import { findNatsServer } from '../servers/nats-server.ts';
import { planPostgres } from '../servers/postgres.ts';
import { planNats } from '../servers/start-nats.ts';
import { identify, isRunning } from './process-identity.ts';
import { endLeftovers, readRecord, runningSupervisor, startRecord } from './run-record.ts';
import { createSupervisor } from './supervisor.ts';
import type { SupervisedPlan, Supervisor } from './supervisor.ts';

const SERVICE = fileURLToPath(new URL('./fixtures/service.ts', import.meta.url));

let folder = '';
let said: string[] = [];
let supervisor: Supervisor;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-supervise-'));
  said = [];
  supervisor = createSupervisor({
    logFolder: join(folder, 'logs'),
    say: (line) => said.push(line),
    record: startRecord(join(folder, 'run.json')),
  });
});

afterEach(async () => {
  await supervisor.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function service(name: string, stopPhase: number, env: Record<string, string> = {}): Promise<SupervisedPlan> {
  const port = await freePort();
  return {
    name,
    command: process.execPath,
    args: [SERVICE],
    env: { NODE_OPTIONS: '', NAME: name, PORT: String(port), JOURNAL: join(folder, 'journal'), ...env },
    stopSignal: 'SIGTERM',
    stopBudgetMs: 300,
    orphanSignal: 'SIGKILL',
    stopPhase,
    readyBudgetMs: 20_000,
    isReady: async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok,
  };
}

const journal = (): string[] => readFileSync(join(folder, 'journal'), 'utf8').trim().split('\n');

/** Kills a supervised process as a crash would and waits until its successor is ready. */
async function crash(plan: SupervisedPlan): Promise<void> {
  const pid = supervisor.pids()[plan.name] ?? 0;
  process.kill(pid, 'SIGKILL');
  await eventually(() => (supervisor.pids()[plan.name] ?? pid) !== pid);
  await eventually(() => plan.isReady());
}

test('T-KEEP-1: a process that dies is started again, and that is said', async () => {
  const plan = await service('session', 1);
  await supervisor.start(plan);
  await crash(plan);
  await eventually(() => said.length === 2);
  expect(said).toEqual([
    'session died (signal SIGKILL); restarting in 0 ms.',
    expect.stringMatching(/^session is back/),
  ]);
  expect(readRecord(join(folder, 'run.json'))?.processes['session']?.pid).toBe(supervisor.pids()['session']);
});

test('T-KEEP-2: nats-server and Postgres are started again at once after SIGKILL, later when they die again soon, and work', async () => {
  const binary = (await findNatsServer()).path;
  const natsPorts = { port: await freePort(), monitorPort: await freePort() };
  const nats = {
    ...planNats({ binary, folder: join(folder, 'nats'), durability: 'power-safe', ...natsPorts }),
    stopPhase: 3,
  };
  const postgres = {
    ...(await planPostgres({ folder: join(folder, 'pg'), port: await freePort(), password: 'p' })),
    stopPhase: 4,
  };
  for (const plan of [nats, postgres]) {
    await supervisor.start(plan);
    await crash(plan);
    await crash(plan);
  }
  await supervisor.stop();
  const died = ({ name }: SupervisedPlan) =>
    [0, 250].map((ms) => `${name} died (signal SIGKILL); restarting in ${ms} ms.`);
  expect(said.filter((line) => line.includes('died'))).toEqual([...died(nats), ...died(postgres)]);
});

test('T-KEEP-3: stopping goes phase by phase, and a process that does not listen is killed after its budget', async () => {
  await supervisor.start(await service('postgres', 4));
  await supervisor.start(await service('session', 2, { DRAIN_MS: '100' }));
  await supervisor.start(await service('desk', 2, { DEAF: '1' }));
  await supervisor.start(await service('gateway', 1, { DRAIN_MS: '50' }));
  const running = Object.values(supervisor.pids()).map(identify);
  await supervisor.stop();
  const after = journal().filter((line) => !line.endsWith(' up'));
  expect(after.slice(0, 2)).toEqual(['gateway asked', 'gateway ended']);
  expect(after.slice(2, -2).sort()).toEqual(['desk asked', 'session asked', 'session ended']);
  expect(after.slice(-2)).toEqual(['postgres asked', 'postgres ended']);
  expect(running.map((identity) => identity !== undefined && isRunning(identity))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(supervisor.pids()).toEqual({});
});

test('T-KEEP-4: a process that cannot start is given up after three tries, with the end of its log', async () => {
  const failure = await supervisor.start(await service('session', 1, { CRASH: '1' })).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    message: 'session does not start: it ended 3 times (exit code 3)',
    tail: ['Error: bad configuration'],
  });
});

test('T-KEEP-4: a process that is not ready within its budget fails the start', async () => {
  const plan = { ...(await service('session', 1)), isReady: () => Promise.resolve(false), readyBudgetMs: 200 };
  await expect(supervisor.start(plan)).rejects.toThrow('session does not start: session was not ready within 0.2 s');
});

test('T-KEEP-5: the record tells a live supervisor from a dead one, and leftovers of a dead one are ended', async () => {
  const path = join(folder, 'run.json');
  await supervisor.start(await service('session', 1));
  expect(runningSupervisor(path)?.supervisor.pid).toBe(process.pid);

  const pid = supervisor.pids()['session'] ?? 0;
  const left = identify(pid);
  expect(left).toBeDefined();
  await eventually(() => existsSync(join(folder, 'journal')));
  expect(await endLeftovers(path)).toEqual(['session']);
  expect(left !== undefined && isRunning(left)).toBe(false);
  await supervisor.kill();
  expect(await endLeftovers(path)).toEqual([]);
});

test('T-KEEP-6: a process that says that it cannot go on is started again, and one that does not answer is left alone', async () => {
  const answers = { well: true, asked: 0 };
  const plan = await service('nats-server', 1);
  const isWell = (): Promise<boolean> => {
    answers.asked++;
    return answers.asked <= 4 ? Promise.reject(new Error('no answer')) : Promise.resolve(answers.well);
  };
  await supervisor.start({ ...plan, isWell });
  const first = supervisor.pids()['nats-server'];
  await eventually(() => answers.asked > 5);
  expect(supervisor.pids()['nats-server']).toBe(first);
  answers.well = false;
  await eventually(() => said.length > 0);
  answers.well = true;
  await eventually(() => said.some((line) => line.startsWith('nats-server is back')));
  expect(said[0]).toContain('nats-server says that it cannot go on; it is asked to end.');
  expect(journal()).toContain('nats-server asked');
  expect(supervisor.pids()['nats-server']).not.toBe(first);
}, 30_000);

test('T-LOG-1: errors of a process that is ready are shown, and the last one explains an exit', async () => {
  const plan = await service('session', 1, { FAIL_ON_REQUEST: '1' });
  await supervisor.start({ ...plan, isReady: () => Promise.resolve(existsSync(join(folder, 'journal'))) });
  const address = `http://127.0.0.1:${plan.env?.['PORT'] ?? ''}/`;
  await fetch(address).catch(() => undefined);
  await eventually(() => said.some((line) => line.includes('died')));
  // What comes after is its next life, which begins at once.
  expect(said.slice(0, 2)).toEqual([
    '[session] out of luck',
    'session died (exit code 4: out of luck); restarting in 0 ms.',
  ]);
});
