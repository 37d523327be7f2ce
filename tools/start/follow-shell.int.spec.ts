import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';

test('T-START-8: a signal that npm gives to its shell only stops what runs below the shell', async () => {
  const script = join(import.meta.dirname, 'fixtures', 'followed.mjs');
  // The second command keeps the shell from replacing itself by the first.
  const shell = spawn('sh', ['-c', `"${process.execPath}" "${script}"; true`], {
    env: { ...process.env, NODE_OPTIONS: '', npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(shell.stdout);
  expect(await once(lines, 'line')).toEqual(['up']);
  shell.kill('SIGTERM');
  expect(await once(lines, 'line')).toEqual(['asked']);
  await once(lines, 'close');
});
