import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { freePort } from '../servers/free-port.ts';
import { runCommand } from '../servers/run-command.ts';
import { choosePorts } from './ports.ts';

function start(...args: string[]): ReturnType<typeof runCommand> {
  const script = join(import.meta.dirname, '..', 'start.mjs');
  return runCommand(process.execPath, [script, ...args], {
    env: { ...process.env, NODE_OPTIONS: '' },
    timeoutMs: 30_000,
  });
}

test('T-START-10: an unknown option ends the command with a sentence and a cure, without a stack trace', async () => {
  const { code, stdout, stderr } = await start('--prot', '1');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/--prot/);
  expect(stderr).toMatch(/--help/);
  expect(stderr).not.toMatch(/\n {4}at /);
});

test('T-START-10: --help tells the options and starts nothing', async () => {
  const { code, stdout } = await start('--help');
  expect(code).toBe(0);
  for (const option of ['--port', '--data', '--reset', '--json', 'DATABASE_URL', 'NATS_URL', 'DURABILITY'])
    expect(stdout).toContain(option);
});

test('T-START-9: a taken port is replaced and said, and no two things get the same one', async () => {
  const wanted = await freePort();
  const listener = createServer().listen(wanted, '127.0.0.1');
  await once(listener, 'listening');
  const said: string[] = [];
  const ports = await choosePorts(wanted, { nats: true, postgres: true }, (line) => said.push(line));
  listener.close();
  expect(ports.gateway).not.toBe(wanted);
  expect(said).toContain(`Port ${wanted} (console, API and widget) is taken; using ${ports.gateway}.`);
  expect(new Set(Object.values(ports)).size).toBe(8);
});
