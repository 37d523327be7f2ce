import { randomUUID } from 'node:crypto';
import { type AggregateRef, type Commit, type CommandRequest } from '@holdfast/contracts';
import { accept, CommandLoop, type Decider } from '@holdfast/event-sourcing';
import { type NatsConnection } from '@nats-io/transport-node';
import { type AppendQueueOptions } from './append-queue.ts';
import { JetStreamEventStore } from './jetstream-event-store.ts';

/** The smallest aggregate there is: it keeps everything it is told. */
export type Said = { type: 'Said'; data: { n: number; text?: string } };
export type Say = { id: string; type: 'Say'; data: Said['data'] };
export const talk: Decider<Say, Said, number> = {
  initial: 0,
  decide: ({ data }) => accept([{ type: 'Said', data }]),
  evolve: (count) => count + 1,
  visibleToVisitors: () => true,
  knownEvents: new Set(['Said']),
};

export const talkLoop = (nc: NatsConnection, options: AppendQueueOptions = {}): CommandLoop<Say, Said, number> =>
  new CommandLoop({ decider: talk, store: new JetStreamEventStore(nc, options), newId: randomUUID });

export const aggregate = (id: string = randomUUID(), workspace = 'w'): AggregateRef => ({
  workspace,
  kind: 'session',
  id,
});

export const sayings = (...numbers: number[]): CommandRequest<Say> => ({
  id: randomUUID(),
  at: new Date().toISOString(),
  actor: { kind: 'visitor', id: 'mira' },
  correlationId: randomUUID(),
  commands: numbers.map((n) => ({ id: `say-${n}`, type: 'Say', data: { n } })),
});

/** A commit of one event, as a loop would make it. */
export const commitOf = (v: number, text?: string): Commit => ({
  id: randomUUID(),
  at: '2026-01-01T00:00:00.000Z',
  actor: { kind: 'visitor', id: 'mira' },
  causationId: randomUUID(),
  correlationId: randomUUID(),
  v,
  w: v,
  outcomes: [{ commandId: `say-${v}`, kind: 'stored' }],
  events: [
    { id: `say-${v}/0`, type: 'Said', ver: 1, v, w: v, data: { n: v, ...(text === undefined ? {} : { text }) } },
  ],
});
