import { type Sync, type TurnedAway } from '@holdfast/contracts';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type ConnectionParts } from '../connection/connection-parts.ts';
import { type IntakeParts } from '../inbound/command-intake.ts';
import { type FeedParts } from '../outbound/session-feed.ts';

/** What the gateway counts, in Prometheus' words. */
export class Metrics {
  readonly registry = new Registry();
  readonly connection: ConnectionParts['meters'];
  readonly intake: IntakeParts['meters'];
  readonly feed: FeedParts['meters'];

  constructor(read: { readonly lag: () => number; readonly sockets: () => number; readonly ring: () => number }) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
      new Counter({ name: `holdfast_gateway_${name}`, help, labelNames: [...labelNames], registers });
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name: `holdfast_gateway_${name}`,
        help,
        registers,
        collect() {
          this.set(value());
        },
      });

    const open = new Gauge({
      name: 'holdfast_gateway_connections',
      help: 'Connections that were let in.',
      labelNames: ['kind'],
      registers,
    });
    const received = counter('frames_received_total', 'Frames from clients.', ['kind']);
    const sent = counter('frames_sent_total', 'Frames to clients.');
    const dropped = counter('signals_dropped_total', 'Signals that a slow client did not get.');
    const slow = counter('slow_clients_total', 'Clients closed because their queue was full.');
    const closed = counter('closes_total', 'Connections closed by the gateway.', ['code']);
    const synced = counter('syncs_total', 'Cursors answered.', ['mode', 'source']);
    const holes = counter('holes_total', 'Sessions whose numbers did not follow.');
    const turnedAway = counter('turned_away_total', 'Requests not passed on.', ['reason']);
    const published = new Histogram({
      name: 'holdfast_gateway_publish_seconds',
      help: 'From a request to its place in the command stream.',
      buckets: [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
      registers,
    });
    gauge('sockets', 'Sockets, let in or not.', read.sockets);
    gauge('feed_lag', 'Commits of the log that are known and not taken yet.', read.lag);
    gauge('ring_events', 'Events held in rings.', read.ring);

    this.connection = {
      received: (kind) => received.inc({ kind }),
      sent: () => sent.inc(),
      dropped: () => dropped.inc(),
      slow: () => slow.inc(),
      opened: (kind) => open.inc({ kind }),
      left: (kind) => open.dec({ kind }),
      closed: (code) => closed.inc({ code }),
    };
    this.intake = {
      turnedAway: (reason: TurnedAway['reason']) => turnedAway.inc({ reason }),
      published: (ms) => published.observe(ms / 1_000),
    };
    this.feed = { synced: (mode: Sync['mode'], source) => synced.inc({ mode, source }), hole: () => holes.inc() };
  }
}
