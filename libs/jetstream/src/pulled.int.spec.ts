import { STREAMS } from '@holdfast/contracts';
import { eventually, startTestNats } from '@holdfast/testing';
import { connect } from '@nats-io/transport-node';
import { expect, test } from '@jest/globals';
import { ensureConsumer } from './ensure-consumer.ts';
import { provision } from './provision.ts';
import { pulled } from './pulled.ts';

test('J-PULL-1 an opening that a reconnection overtakes is told so before the next one begins', async () => {
  const server = await startTestNats();
  const nc = await connect({ ...server.address, maxReconnectAttempts: -1, reconnectTimeWait: 50 });
  const ending = new AbortController();
  try {
    await provision(nc, { durability: 'process-safe' });
    const signals: AbortSignal[] = [];
    const before: boolean[] = [];
    const messages = pulled(nc, {
      open: async (signal) => {
        before.push(...signals.map(({ aborted }) => aborted));
        signals.push(signal);
        // The answer to the first one is on a link that is gone.
        if (signals.length === 1) await new Promise(() => undefined);
        return ensureConsumer(nc, STREAMS.events, { durable_name: 'spec', description: 'spec', metadata: {} });
      },
      prefetch: 1,
      signal: ending.signal,
    });
    const next = messages.next();
    await eventually(() => signals.length === 1);
    await server.kill();
    await server.start();
    await eventually(() => signals.length === 2);
    expect(before).toEqual([true]);
    expect(signals[1]?.aborted).toBe(false);
    ending.abort();
    expect((await next).done).toBe(true);
  } finally {
    await nc.close();
    await server.close();
  }
});
