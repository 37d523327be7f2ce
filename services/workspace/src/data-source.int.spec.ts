import { expect, test } from '@jest/globals';
import { createTestDatabase, eventually, TcpProxy } from '@holdfast/testing';
import { makeDataSource } from './data-source.ts';
import { migrate } from './migrations/index.ts';

test('W-RUN-4 connections that have died without a word are given up with the first query that gets no answer', async () => {
  const database = await createTestDatabase();
  await migrate(database.ownerUrl);
  const address = new URL(database.serviceUrl('workspace'));
  const proxy = await TcpProxy.open({ targetPort: Number(address.port), targetHost: address.hostname });
  [address.hostname, address.port] = ['127.0.0.1', String(proxy.port)];
  const source = await makeDataSource(address.href, () => undefined).initialize();
  try {
    const ask = (): Promise<unknown[]> => Promise.all(Array.from({ length: 8 }, () => source.query('select 1')));
    await ask();
    proxy.lose('down');
    const unanswered = ask();
    proxy.stopLosing();
    await expect(unanswered).rejects.toThrow('timeout');
    await eventually(ask, { within: 3_000 });
  } finally {
    await source.destroy();
    await proxy.close();
    await database.drop();
  }
}, 30_000);
