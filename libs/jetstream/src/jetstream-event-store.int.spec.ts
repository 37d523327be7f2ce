import { afterAll } from '@jest/globals';
import { eventStoreContract } from '@holdfast/event-sourcing/store.contract';
import { createTestNats, type TestNats } from '@holdfast/testing';
import { JetStreamEventStore } from './jetstream-event-store.ts';
import { provision } from './provision.ts';

let nats: TestNats;
afterAll(() => nats.close());

eventStoreContract('JetStreamEventStore', async () => {
  nats = await createTestNats();
  await provision(nats.connection, { durability: 'process-safe' });
  return new JetStreamEventStore(nats.connection);
});
