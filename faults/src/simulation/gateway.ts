import { type AggregateRef, DirectAnswer, replySubject } from '@holdfast/contracts';
import {
  Bucket,
  CaughtUp,
  CommandIntake,
  CommandLimits,
  Connection,
  type ConnectionParts,
  Connections,
  EventStreamConsumer,
  type Identity,
  LogReader,
  LogRouter,
  Owners,
  People,
  Position,
  Rings,
  SessionFeed,
  Settling,
  type Socket,
} from '@holdfast/gateway/core';
import { publishCommand, readCommits } from '@holdfast/jetstream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Broker } from './broker.ts';
import { openFeedOn } from './feed.ts';
import type { SimulatedNats } from './nats.ts';

const nothing = (): void => undefined;
const PUBLISH_MS = 4_000;
const RATE = { perSecond: 1_000, burst: 1_000 };

/** A gateway's way of a message, put together as `gateway/src/parts.module.ts` does; without inbox, roster and signals. */
export class SimulatedGateway {
  readonly connections = new Connections();
  readonly #parts: ConnectionParts;
  #opened = 0;

  /** To be called in the name of the gateway's process. */
  constructor(
    name: string,
    nats: SimulatedNats,
    broker: Broker,
    authenticate: (token: string) => Promise<Identity | null>,
  ) {
    const nc = nats.connection;
    const now = Date.now;
    let sendings = 0;
    const people = new People<Connection>();
    const [position, caughtUp, rings] = [new Position(), new CaughtUp(), new Rings()];
    const settling = new Settling(people);
    const reader = new LogReader({
      page: (ref: AggregateRef, after, limit) => readCommits(nc, ref, { after, limit }),
      delay: (ms) => delay(ms),
      failed: nothing,
    });
    const read = (workspace: string, session: string) => reader.read(workspace, session);
    const owners = new Owners(read);
    const meters = { synced: nothing, hole: nothing };
    const settle = settling.settle.bind(settling);
    const feed = new SessionFeed({ rings, owners, position, read, settle, now, meters });
    const elsewhere = { take: nothing, takeSession: nothing, clear: nothing, forget: nothing };
    const router = new LogRouter({
      ...{ feed, settling, position, connections: this.connections },
      ...{ consoles: elsewhere, rosters: elsewhere, standings: elsewhere, sites: elsewhere },
    });
    const stream = new EventStreamConsumer({
      ...{ nc, router, position, caughtUp },
      openFeed: openFeedOn(broker, nats),
      delay: (ms) => delay(ms),
      log: nothing,
    });
    const limits = new CommandLimits({ connection: RATE, visitor: RATE, agent: RATE, workspace: RATE });
    const intake = new CommandIntake({
      limits,
      ownerOf: (workspace, session) => owners.of(workspace, session),
      publish: (to, request) => publishCommand(nc, to, request, { deadlineMs: PUBLISH_MS }),
      replyTo: replySubject(name),
      inFlight: 4_096,
      newId: () => `${name}-${(++sendings).toString(36)}`,
      now,
      date: () => new Date(),
      meters: { turnedAway: nothing, published: nothing },
    });
    nats.subscribe(replySubject(name), {
      callback: (_, message) => {
        const { to, actor, outcomes } = DirectAnswer.parse(message.json());
        settling.settle(to, actor, outcomes);
      },
    });
    this.#parts = {
      ...{ authenticate, people, feed, intake, now },
      caughtUp: () => caughtUp.epoch(),
      signals: { from: nothing },
      consoles: { joined: nothing, left: nothing, watch: nothing, unwatch: nothing },
      standings: { synced: nothing, detached: nothing, left: nothing },
      frameRate: (at) => new Bucket(RATE, at),
      commandRate: (at) => limits.forConnection(at),
      random: Math.random,
      meters: {
        ...{ received: nothing, sent: nothing, dropped: nothing, slow: nothing },
        ...{ opened: nothing, left: nothing, closed: nothing },
      },
    };
    stream.start();
    setInterval(() => this.connections.tick(now()), 1_000);
  }

  accept(socket: Socket): Connection {
    const connection = new Connection(`connection-${String(++this.#opened)}`, socket, this.#parts);
    this.connections.add(connection);
    return connection;
  }
}
