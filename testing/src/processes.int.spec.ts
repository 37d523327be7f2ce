import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { expect, test } from '@jest/globals';
import pg from 'pg';
import { childrenOf, eventually, holdProcess, startTestPostgres } from './index.ts';

test('childrenOf knows what a process started, until it ends', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'ignore' });
  expect(childrenOf(process.pid)).toContain(child.pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(childrenOf(process.pid)).not.toContain(child.pid);
});

test('a Postgres that is held lets nobody in and answers nothing on open connections, and goes on where it was', async () => {
  const server = await startTestPostgres();
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const release = holdProcess(server.pid());
  try {
    let answered = false;
    const answer = client.query('select 1').then(() => (answered = true));
    const late = new pg.Client({ connectionString: server.url, connectionTimeoutMillis: 300 });
    await expect(late.connect()).rejects.toThrow('timeout');
    expect(answered).toBe(false);
    release();
    await answer;
    await eventually(async () => (await client.query('select 1')).rowCount === 1);
  } finally {
    release();
    await client.end();
    await server.close();
  }
});
