import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { freePort, isPortFree, wantedOrNextFree } from './free-port.ts';

test('T-SERVE-5: a taken port is replaced by the same next one every time, and a reserved one is passed over', async () => {
  const wanted = await freePort();
  const listener = createServer().listen(wanted, '127.0.0.1');
  await once(listener, 'listening');
  try {
    expect(await isPortFree(wanted)).toBe(false);
    const replacement = await wantedOrNextFree(wanted);
    expect((replacement - wanted) % 10).toBe(0);
    expect(replacement).toBeGreaterThan(wanted);
    expect(await wantedOrNextFree(wanted)).toBe(replacement);
    expect(await wantedOrNextFree(wanted, new Set([replacement]))).toBeGreaterThan(replacement);
  } finally {
    listener.close();
    await once(listener, 'close');
  }
  expect(await wantedOrNextFree(wanted)).toBe(wanted);
});

test('T-SERVE-6: several processes that ask at once are given different ports, none of which a connection can get', async () => {
  const ask = `const { freePort } = await import(${JSON.stringify(join(import.meta.dirname, 'free-port.ts'))});
    const ports = []; for (let i = 0; i < 50; i++) ports.push(await freePort()); console.log(ports.join(' ')); process.stdin.resume();`;
  const asking = Array.from({ length: 4 }, () => spawn(process.execPath, ['--input-type=module', '-e', ask]));
  const answers = await Promise.all(
    asking.map((child) => createInterface(child.stdout)[Symbol.asyncIterator]().next()),
  );
  // Ports are theirs for as long as they live: one that was done early would leave its own to the others.
  for (const child of asking) child.stdin.end();
  const ports = answers.flatMap(({ value }) => (value ?? '').split(' ').map(Number));
  // Systems give connections ports from 32,768 on.
  expect(ports.filter((port) => !(port >= 12_000 && port < 32_000))).toEqual([]);
  expect(new Set(ports).size).toBe(4 * 50);
});
