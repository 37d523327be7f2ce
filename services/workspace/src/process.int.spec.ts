import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createTestNats, eventually, type TestNats } from '@holdfast/testing';
import { type SpecDatabase, specDatabase } from './database/database.harness.ts';
import { Edge, SECRET, shop } from './service.harness.ts';

jest.setTimeout(180_000);

const service = fileURLToPath(new URL('..', import.meta.url));

describe('the process', () => {
  let nats: TestNats;
  let database: SpecDatabase;
  let edge: Edge;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    nats = await createTestNats();
    database = await specDatabase();
    edge = await Edge.connect(nats.address);
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await edge.nc.close();
    await nats.close();
    await database.close();
  });

  const run = (
    environment: Record<string, string>,
    file = 'dist/bundle.js',
  ): { child: ChildProcess; said: () => string; ended: Promise<[number | null, string | null]> } => {
    const child = spawn(process.execPath, [file], {
      cwd: service,
      env: { ...environment, PATH: process.env['PATH'] },
      stdio: 'pipe',
    });
    children.push(child);
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    return { child, said: () => said, ended: once(child, 'exit') as Promise<[number | null, string | null]> };
  };
  const environment = (): Record<string, string> => ({
    NATS_URL: nats.address.servers,
    NATS_USER: nats.address.user ?? '',
    NATS_PASSWORD: nats.address.pass ?? '',
    DATABASE_URL: database.serviceUrl,
    PORT: '0',
    TOKEN_SECRET: SECRET,
  });

  test('W-RUN-1 a bad environment is one message and code 2', async () => {
    const { said, ended } = run({ DATABASE_URL: 'nonsense', TOKEN_SECRET: 'short' });
    expect(await ended).toEqual([2, null]);
    expect(said()).toContain('DATABASE_URL');
    expect(said()).toContain('TOKEN_SECRET');
    expect(said()).not.toMatch(/nonsense|\n\s+at /);
  });

  test('W-RUN-2 SIGTERM finishes what is begun and ends with 0', async () => {
    const { child, said, ended } = run(environment());
    await eventually(() => said().includes('"started"'), { within: 30_000 });
    await edge.settle('shop', shop('shop'));
    const sent: string[] = [];
    for (let n = 0; n < 20; n++)
      sent.push(...(await edge.send('shop', [{ type: 'SaveTeam', data: { teamId: `t${String(n)}`, name: 'x' } }])));
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    // What it gave back is for the next one.
    const next = run(environment());
    await eventually(() => next.said().includes('"started"'), { within: 30_000 });
    expect(await edge.outcomes('shop', sent, 30_000)).toHaveLength(20);
    next.child.kill('SIGTERM');
    expect(await next.ended).toEqual([0, null]);
    expect(said()).not.toContain(SECRET);
    expect(said()).not.toContain(new URL(database.serviceUrl).password + '@');
  });

  test('W-RUN-2 a supervised process ends when its supervisor is gone', async () => {
    const { child, said, ended } = run({ ...environment(), SUPERVISED: '1' });
    await eventually(() => said().includes('"started"'), { within: 30_000 });
    child.stdin?.destroy();
    expect(await ended).toEqual([0, null]);
  });

  test('W-RUN-1 migrations run twice do nothing the second time', async () => {
    const { said, ended } = run({ MIGRATE_DATABASE_URL: database.ownerUrl }, 'dist/migrate.js');
    expect(await ended).toEqual([0, null]);
    expect(said()).toBe('');
  });
});
