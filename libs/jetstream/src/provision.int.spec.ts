import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { STREAMS } from '@holdfast/contracts';
import { createTestNats, type TestNats } from '@holdfast/testing';
import { NotProvisioned } from './errors.ts';
import { managerOf } from './log.ts';
import { provision } from './provision.ts';
import { streamTable } from './stream-table.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await createTestNats();
});
afterAll(() => nats.close());

test('J-PROV-1 provisioning creates every stream as planned, by several at once, with one epoch that stays', async () => {
  const all = await Promise.all(
    Array.from({ length: 4 }, () => provision(nats.connection, { durability: 'process-safe' })),
  );
  const again = await provision(nats.connection, { durability: 'process-safe' });
  expect(new Set([...all, again].map(({ epoch }) => epoch)).size).toBe(1);
  expect(again.epoch).toMatch(/^[A-Za-z0-9_-]{12}$/);
  const jsm = await managerOf(nats.connection);
  for (const { name, description, metadata } of streamTable(1)) {
    const { config } = await jsm.streams.info(name);
    expect(config).toMatchObject({ description, metadata });
  }
  const commands = await jsm.streams.info(STREAMS.commands);
  expect(commands.config.persist_mode).toBe('async');
});

test('J-PROV-2 a stream that was changed by hand is repaired, and its epoch kept', async () => {
  const { epoch } = await provision(nats.connection, { durability: 'process-safe' });
  const jsm = await managerOf(nats.connection);
  const { config } = await jsm.streams.info(STREAMS.events);
  await jsm.streams.update(STREAMS.events, {
    ...config,
    description: 'mine',
    allow_atomic: false,
    metadata: { ...config.metadata, owner: 'me' },
  });
  expect(await provision(nats.connection, { durability: 'process-safe' })).toEqual({ epoch });
  const repaired = (await jsm.streams.info(STREAMS.events)).config;
  expect(repaired.allow_atomic).toBe(true);
  expect(repaired.description).not.toBe('mine');
});

test('J-PROV-3 what cannot be changed fails loudly and names the stream', async () => {
  const other = await createTestNats();
  const jsm = await managerOf(other.connection);
  await jsm.streams.add({ name: STREAMS.events, subjects: ['evt.*.*.*'], storage: 'memory' });
  await expect(provision(other.connection, { durability: 'process-safe' })).rejects.toThrow(NotProvisioned);
  await expect(provision(other.connection, { durability: 'process-safe' })).rejects.toThrow(/CHAT_EVENTS/);
  await other.close();
});
