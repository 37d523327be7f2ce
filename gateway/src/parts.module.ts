import { setTimeout as delay } from 'node:timers/promises';
import { type AggregateRef, DeskSnapshot, InboxSnapshot, replySubject, SiteById } from '@holdfast/contracts';
import { openFeed, publishCommand, readCommits } from '@holdfast/jetstream';
import { type NatsConnection } from '@nats-io/transport-node';
import { type Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { type Config } from './config.ts';
import { type Connection } from './connection/connection.ts';
import { type ConnectionParts } from './connection/connection-parts.ts';
import { Connections } from './connection/connections.ts';
import { People } from './connection/people.ts';
import { Metrics } from './health/metrics.ts';
import { type ServicesQuery } from './http/services.query.ts';
import { Authenticator } from './identity/authenticator.ts';
import { Sites } from './identity/sites.ts';
import { CommandIntake } from './inbound/command-intake.ts';
import { Bucket, CommandLimits } from './inbound/rates.ts';
import { Consoles } from './inbox/consoles.ts';
import { BusConsumer } from './outbound/bus.consumer.ts';
import { CaughtUp } from './outbound/caught-up.ts';
import { EventStreamConsumer } from './outbound/event-stream.consumer.ts';
import { LogReader } from './outbound/log-reader.ts';
import { LogRouter } from './outbound/log-router.ts';
import { Owners } from './outbound/owners.ts';
import { Position } from './outbound/position.ts';
import { Rings } from './outbound/rings.ts';
import { SessionFeed } from './outbound/session-feed.ts';
import { Settling } from './outbound/settling.ts';
import { LeasesConsumer } from './presence/leases.consumer.ts';
import { Presence } from './presence/presence.ts';
import { Rosters } from './roster/rosters.ts';
import { Standings } from './roster/standings.ts';
import { Signals } from './signals/signals.ts';
import { onSteadyClock, steadyNow } from './steady-clock.ts';

/** Requests that may wait for the command stream at once. */
const IN_FLIGHT = 4_096;
/** How long a request may wait for its place in the command stream. */
const PUBLISH_MS = 4_000;

/** All parts of one gateway, put together. */
export type Parts = ReturnType<typeof assemble>;

export function assemble(config: Config, nc: NatsConnection, services: ServicesQuery, log: Logger) {
  const gateway = `gateway-${uuidv7()}`;
  const now = steadyNow;
  let sendings = 0;
  const failed = (error: unknown) => log.warn({ err: error }, 'tried again');

  const people = new People<Connection>();
  const connections = new Connections();
  const authenticator = new Authenticator(config.TOKEN_SECRET, Date.now);
  const sites = new Sites((siteId) => services.ask(SiteById, { siteId }), now);
  const position = new Position();
  const caughtUp = new CaughtUp();
  const rings = new Rings();
  const settling = new Settling(people);
  const reader = new LogReader({
    page: (ref: AggregateRef, after, limit) => readCommits(nc, ref, { after, limit }),
    delay: (ms) => delay(ms),
    failed,
  });
  const read = (workspace: string, session: string) => reader.read(workspace, session);
  const owners = new Owners(read);

  const metrics = new Metrics({ lag: () => stream.lag, sockets: () => connections.size, ring: () => rings.size });
  const feed = new SessionFeed({
    rings,
    owners,
    position,
    read,
    settle: (to, actor, outcomes) => settling.settle(to, actor, outcomes),
    now,
    meters: metrics.feed,
  });
  const presence = new Presence(new LeasesConsumer(nc, gateway), failed);
  const rosters = new Rosters({
    desk: (workspace) => services.ask(DeskSnapshot, { workspace }),
    delay: (ms) => delay(ms),
    failed,
    now,
  });
  const standings = new Standings(rosters, now);
  const consoles = new Consoles({
    page: (workspace, closed, after) =>
      services.ask(InboxSnapshot, {
        workspace,
        closed,
        limit: closed ? 1_000 : 2_000,
        ...(after === undefined ? {} : { after }),
      }),
    rosters,
    read,
    lastSeen: () => router.lastSession,
    presence,
    delay: (ms) => delay(ms),
    failed,
    now,
  });
  const router: LogRouter = new LogRouter({
    feed,
    consoles,
    rosters,
    standings,
    settling,
    connections,
    sites,
    position,
  });
  const stream: EventStreamConsumer = new EventStreamConsumer({
    nc,
    openFeed,
    router,
    position,
    caughtUp,
    delay: (ms) => delay(ms),
    log: (level, message, fields) => log[level](fields, message),
  });
  const limits = new CommandLimits({
    connection: config.RATE_CONNECTION,
    visitor: config.RATE_VISITOR,
    agent: config.RATE_AGENT,
    workspace: config.RATE_WORKSPACE,
  });
  const intake = new CommandIntake({
    limits,
    ownerOf: (workspace, session) => owners.of(workspace, session),
    publish: (to, request) => publishCommand(nc, to, request, { deadlineMs: PUBLISH_MS }),
    replyTo: replySubject(gateway),
    inFlight: IN_FLIGHT,
    // Unique by the process and a number: random bytes for each request cost more than looking at it.
    newId: () => `${gateway}-${(++sendings).toString(36)}`,
    now,
    date: () => new Date(),
    meters: metrics.intake,
  });
  const signals = new Signals(feed, (workspace, session, signal) => bus.publishSignal(workspace, session, signal), now);
  const bus: BusConsumer = new BusConsumer({
    nc,
    gateway,
    settle: (to, actor, outcomes) => settling.settle(to, actor, outcomes),
    signal: (workspace, session, signal) => signals.take(workspace, session, signal),
    revoke: (revocation) => {
      authenticator.revoke(revocation);
      connections.revoke(revocation);
    },
    failed,
  });
  const connection: ConnectionParts = {
    authenticate: async (token) => {
      const identity = await authenticator.verify(token);
      return identity && { ...identity, expiresAt: onSteadyClock(identity.expiresAt) };
    },
    caughtUp: () => caughtUp.epoch(),
    people,
    feed,
    intake,
    signals,
    consoles,
    standings,
    frameRate: (at) => new Bucket(config.RATE_FRAMES, at),
    commandRate: (at) => limits.forConnection(at),
    now,
    random: Math.random,
    meters: metrics.connection,
  };
  const sweep = (at: number): void => {
    rings.sweep(at);
    limits.sweep(at);
    signals.sweep(at);
    consoles.sweep(at);
    rosters.sweep(at);
  };
  return {
    authenticator,
    bus,
    caughtUp,
    connection,
    connections,
    consoles,
    intake,
    metrics,
    now,
    owners,
    presence,
    rosters,
    settling,
    sites,
    standings,
    stream,
    sweep,
  };
}
