import { type ClientFrame, type ServerFrame } from '@holdfast/contracts';
import { type Identity } from '../identity/identity.ts';
import { CommandIntake, type IntakeParts } from '../inbound/command-intake.ts';
import { Bucket, CommandLimits } from '../inbound/rates.ts';
import { CaughtUp } from '../outbound/caught-up.ts';
import { FeedRig } from '../outbound/feed.harness.ts';
import { Connection } from './connection.ts';
import { type ConnectionParts } from './connection-parts.ts';
import { type Socket } from './outgoing.ts';
import { People } from './people.ts';

/** A socket whose network takes what it is told to take. */
export class FakeSocket implements Socket {
  readonly sent: ServerFrame[] = [];
  closed: { code: number; reason: string } | undefined;
  isTerminated = false;
  unwritten = 0;
  /** Whether the network takes everything at once. */
  isFast = true;
  readonly #written: (() => void)[] = [];

  send(text: string, written?: () => void): void {
    this.sent.push(JSON.parse(text) as ServerFrame);
    if (!this.isFast) this.unwritten += text.length;
    if (written === undefined) return;
    if (this.isFast) written();
    else this.#written.push(written);
  }
  flush(): void {
    return undefined;
  }
  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }
  terminate(): void {
    this.isTerminated = true;
  }
  /** The network takes all there is. */
  drain(): void {
    this.unwritten = 0;
    for (const written of this.#written.splice(0)) written();
  }
  kinds(): string[] {
    return this.sent.map(({ t }) => t);
  }
}

export const inAnHour = Date.UTC(2026, 0, 1, 1);
export const anna: Identity = { kind: 'visitor', workspace: 'acme', id: 'anna', site: 'shop', expiresAt: inAnHour };
export const bert: Identity = {
  kind: 'agent',
  workspace: 'acme',
  id: 'bert',
  name: 'Bert',
  role: 'agent',
  family: 'f1',
  expiresAt: inAnHour,
};

/** A connection with a real feed and intake behind it, and time by hand. */
export class ConnectionRig {
  now = Date.UTC(2026, 0, 1);
  readonly feed = new FeedRig();
  readonly people = new People<Connection>();
  readonly caughtUp = new CaughtUp();
  readonly socket = new FakeSocket();
  readonly tokens = new Map<string, Identity>([
    ['anna', anna],
    ['bert', bert],
  ]);
  readonly published: Parameters<IntakeParts['publish']>[] = [];
  readonly watched: unknown[] = [];
  readonly stood: string[] = [];
  readonly counted: string[] = [];
  readonly connection: Connection;
  publish: IntakeParts['publish'] = (...request) => {
    this.published.push(request);
    return Promise.resolve();
  };

  constructor(more: Partial<ConnectionParts> = {}) {
    const rate = { perSecond: 1_000, burst: 1_000 };
    const limits = new CommandLimits({ connection: rate, visitor: rate, agent: rate, workspace: rate });
    const intake = new CommandIntake({
      limits,
      ownerOf: (_, session) => Promise.resolve(this.feed.log.of(session).length > 0 ? { visitorId: 'anna' } : 'absent'),
      publish: (to, request) => this.publish(to, request),
      replyTo: 'reply.spec',
      inFlight: 100,
      newId: () => `request-${this.published.length}`,
      now: () => this.now,
      date: () => new Date(this.now),
      meters: { turnedAway: () => undefined, published: () => undefined },
    });
    this.caughtUp.open('epoch-1');
    const count = (what: string) => () => void this.counted.push(what);
    this.connection = new Connection('connection-1', this.socket, {
      authenticate: (token) => Promise.resolve(this.tokens.get(token) ?? null),
      caughtUp: () => this.caughtUp.epoch(),
      people: this.people,
      feed: this.feed.feed,
      intake,
      signals: { from: () => undefined },
      consoles: {
        joined: count('joined'),
        left: count('left'),
        watch: (_, window) => void this.watched.push(window),
        unwatch: () => undefined,
      },
      standings: {
        synced: (_, session) => void this.stood.push(session),
        detached: () => undefined,
        left: () => undefined,
      },
      frameRate: (at) => new Bucket({ perSecond: 100, burst: 200 }, at),
      commandRate: (at) => new Bucket(rate, at),
      now: () => this.now,
      random: () => 0.5,
      meters: {
        received: () => undefined,
        sent: () => undefined,
        dropped: count('dropped'),
        slow: count('slow'),
        opened: count('opened'),
        left: count('gone'),
        closed: () => undefined,
      },
      ...more,
    });
  }

  say(frame: ClientFrame): void {
    this.raw(JSON.stringify(frame));
  }

  raw(text: string): void {
    this.connection.receive(Buffer.from(text), false);
  }

  hello(token: string, cursors: Record<string, number> = {}, epoch?: string): void {
    const list = Object.entries(cursors).map(([session, n]) => ({ session, n }));
    this.say({ t: 'hello', protocol: 2, token, client: 'c', cursors: list, ...(epoch === undefined ? {} : { epoch }) });
  }

  /** Says hello and lets everything happen that follows from it. */
  async open(token: string, cursors: Record<string, number> = {}, epoch?: string): Promise<void> {
    this.hello(token, cursors, epoch);
    await settled();
  }

  /** Time goes on, with the sweep's ticks. */
  pass(ms: number): void {
    for (const end = this.now + ms; this.now < end;) {
      this.now = Math.min(end, this.now + 1_000);
      this.connection.tick(this.now);
    }
  }
}

/** Everything that was set off has happened. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
