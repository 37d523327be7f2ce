import { type ClientFrame, type PublicActor, publicActor } from '@holdfast/contracts';
import { type Connection } from '../connection/connection.ts';
import { actorOf, type Identity } from '../identity/identity.ts';
import { Buckets, type Rate } from '../inbound/rates.ts';
import { type Follower, type SessionFeed } from '../outbound/session-feed.ts';
import { sessionKey } from '../outbound/session-commit.ts';

type SendSignal = Extract<ClientFrame, { t: 'signal' }>;

/** A signal between gateways. `staffOnly` is decided where it comes in. */
export interface Signalled {
  readonly from: PublicActor;
  readonly kind: SendSignal['kind'];
  readonly on: boolean;
  readonly staffOnly: boolean;
}

/** Somebody who types says so every few seconds; what is beyond is not worth anybody's bandwidth. */
const SIGNAL_RATE: Rate = { perSecond: 4, burst: 20 };

/** Signals: true for a moment, never stored, from everybody who follows a session to all others who do. */
export class Signals {
  readonly #feed: SessionFeed;
  readonly #publish: (workspace: string, session: string, signal: Signalled) => void;
  readonly #now: () => number;
  readonly #rates = new Buckets(SIGNAL_RATE);

  constructor(
    feed: SessionFeed,
    publish: (workspace: string, session: string, signal: Signalled) => void,
    now: () => number,
  ) {
    this.#feed = feed;
    this.#publish = publish;
    this.#now = now;
  }

  from(connection: Connection, { session, kind, on, internal }: SendSignal): void {
    if (!connection.follows(session)) return;
    const { identity } = connection;
    const now = this.#now();
    const bucket = this.#rates.of(`${identity.workspace}.${identity.kind}.${identity.id}`, now);
    if (bucket.wait(1, now) > 0) return;
    bucket.take(1, now);
    this.#publish(identity.workspace, session, {
      from: publicActor(actorOf(identity)),
      kind,
      on,
      staffOnly: isStaffOnly(identity, kind, internal),
    });
  }

  /**
   * From any gateway, this one too. `read` is asked only when somebody here follows the session. An agent who looks is
   * answered for a visitor who is connected here: whether visitors are there is said only while somebody would see it.
   */
  take(workspace: string, session: string, read: () => Signalled): void {
    let signal: Signalled | undefined;
    let frame: string | undefined;
    let visitor: Follower | undefined;
    for (const follower of this.#feed.following(sessionKey(workspace, session))) {
      signal ??= read();
      if (follower.audience === 'visitor') visitor = follower;
      const isSender =
        follower.personId === signal.from.id && (follower.audience === 'staff') === (signal.from.kind === 'agent');
      if (isSender || (signal.staffOnly && follower.audience !== 'staff')) continue;
      const { from, kind, on, staffOnly } = signal;
      const internal = staffOnly && kind === 'typing' ? true : undefined;
      follower.signal((frame ??= JSON.stringify({ t: 'signal', session, from, kind, on, internal })));
    }
    if (visitor === undefined || signal?.kind !== 'viewing' || signal.from.kind !== 'agent' || !signal.on) return;
    this.#publish(workspace, session, { from: visitor.person, kind: 'viewing', on: true, staffOnly: true });
  }

  sweep(now: number): void {
    this.#rates.sweep(now);
  }
}

/** A note is nothing visitors may know of, not even that it is being written; nor is who looks at their chat. */
const isStaffOnly = (identity: Identity, kind: SendSignal['kind'], internal: boolean | undefined): boolean =>
  internal === true || (kind === 'viewing' && identity.kind === 'agent');
