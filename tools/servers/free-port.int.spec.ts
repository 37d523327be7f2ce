import { once } from 'node:events';
import { createServer } from 'node:net';
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
