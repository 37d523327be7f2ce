import { createTestNats, eventually, type TestNats } from '@holdfast/testing';
import { afterAll, beforeAll, test } from '@jest/globals';
import { connectNats } from './connect.ts';

const HOUR_MS = 3_600_000;
const now = Date.now;
let nats: TestNats;

beforeAll(async () => {
  nats = await createTestNats();
});
afterAll(async () => {
  Date.now = now;
  await nats.close();
});

test('J-LINK-1 a connection comes back although the clock was set back since it last did', async () => {
  const nc = await connectNats({ ...nats.address, name: 'clocked' });
  let connections = 0;
  void (async () => {
    for await (const { type } of nc.status()) if (type === 'reconnect') connections++;
  })();
  try {
    Date.now = () => now() + HOUR_MS;
    await nc.reconnect();
    await eventually(() => connections === 1);
    Date.now = now;
    await nc.reconnect();
    await eventually(() => connections === 2);
    await nc.flush();
  } finally {
    await nc.close();
  }
});
