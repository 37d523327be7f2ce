import { type ClientFrame } from '@holdfast/contracts';
import { type Identity } from '../identity/identity.ts';
import { type CommandIntake } from '../inbound/command-intake.ts';
import { type Bucket } from '../inbound/rates.ts';
import { type SessionFeed } from '../outbound/session-feed.ts';
import { type Connection } from './connection.ts';
import { type People } from './people.ts';

/** What a connection needs of the gateway around it. */
export interface ConnectionParts {
  readonly authenticate: (token: string) => Promise<Identity | null>;
  /** Resolves with the epoch once the gateway has read the log to its end. */
  readonly caughtUp: () => Promise<string>;
  readonly people: People<Connection>;
  readonly feed: SessionFeed;
  readonly intake: CommandIntake;
  readonly signals: { from(connection: Connection, signal: Extract<ClientFrame, { t: 'signal' }>): void };
  /** Inbox, roster and presence: what only staff have. */
  readonly consoles: {
    joined(connection: Connection): void;
    left(connection: Connection): void;
    watch(connection: Connection, window: Extract<ClientFrame, { t: 'watch-inbox' }>): void;
    unwatch(connection: Connection, window: string): void;
  };
  /** How visitors' sessions stand with those who answer. */
  readonly standings: {
    synced(connection: Connection, session: string): void;
    detached(connection: Connection, session: string): void;
    left(connection: Connection): void;
  };
  readonly frameRate: (now: number) => Bucket;
  readonly commandRate: (now: number) => Bucket;
  readonly now: () => number;
  readonly random: () => number;
  readonly meters: {
    received(kind: string): void;
    sent(): void;
    dropped(): void;
    slow(): void;
    opened(kind: Identity['kind']): void;
    left(kind: Identity['kind']): void;
    closed(code: number): void;
  };
}

/** Milliseconds. */
export const TIMES = {
  helloMs: 5_000,
  /** How long a hello may wait for the gateway to catch up. */
  openMs: 15_000,
  pingMs: 15_000,
  deadMs: 25_000,
  /** How long a client may take to answer a close. */
  closeMs: 2_000,
} as const;
