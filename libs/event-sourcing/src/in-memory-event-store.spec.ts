import { InMemoryEventStore } from './in-memory-event-store.ts';
import { eventStoreContract } from './store.contract.ts';

eventStoreContract('InMemoryEventStore', () => Promise.resolve(new InMemoryEventStore()));
