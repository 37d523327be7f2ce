import {
  type Actor,
  type AggregateRef,
  type Commit,
  eventId,
  type Outcome,
  type SessionEvent,
  type SessionFrameEvent,
  type Sync,
  visitorView,
} from '@holdfast/contracts';
import { Owners } from './owners.ts';
import { Position } from './position.ts';
import { RING_LIMITS, type RingLimits, Rings } from './rings.ts';
import { SessionCommit, sessionKey } from './session-commit.ts';
import { type Follower, type Following, SessionFeed } from './session-feed.ts';

export const anna: Actor = { kind: 'visitor', id: 'anna' };
export const bert: Actor = { kind: 'agent', id: 'bert', name: 'Bert', role: 'agent' };
export const opened: SessionEvent = { type: 'SessionOpened', data: { siteId: 'shop', visitorId: 'anna', visitor: {} } };
export const said = (text: string): SessionEvent => ({ type: 'MessagePosted', data: { text, visibility: 'public' } });
export const noted = (text: string): SessionEvent => ({
  type: 'MessagePosted',
  data: { text, visibility: 'internal' },
});

/** A log that numbers commits as the services do. */
export class Log {
  readonly commits: SessionCommit[] = [];
  readonly #numbers = new Map<string, { v: number; w: number }>();
  /** Stream sequence of the last commit; the stream is shared, so sequences have gaps within a session. */
  sequence = 100;

  append(
    session: string,
    actor: Actor,
    events: readonly SessionEvent[],
    outcomes: readonly Outcome[] = [],
    workspace = 'acme',
  ): SessionCommit {
    const key = sessionKey(workspace, session);
    let { v, w } = this.#numbers.get(key) ?? { v: 0, w: 0 };
    const recorded = events.map((event, i) => {
      v++;
      if (visitorView(event) !== null) w++;
      return { ...event, id: eventId(`c${this.sequence}`, i), ver: 1, v, w };
    });
    this.#numbers.set(key, { v, w });
    this.sequence += 3;
    const commit: Commit<SessionEvent> = {
      id: `commit-${this.sequence}`,
      at: '2026-01-01T00:00:00.000Z',
      actor,
      causationId: 'r',
      correlationId: 'r',
      v,
      w,
      outcomes: [...outcomes],
      events: recorded,
    };
    const entry = new SessionCommit(workspace, session, this.sequence, commit);
    this.commits.push(entry);
    return entry;
  }

  of(session: string): SessionCommit[] {
    return this.commits.filter((entry) => entry.session === session);
  }
}

/** A feed on such a log. What it takes and when readings answer is up to the spec. */
export class FeedRig {
  readonly log = new Log();
  readonly position = new Position();
  readonly rings: Rings;
  readonly settled: { to: AggregateRef; actor: Actor; outcomes: readonly Outcome[] }[] = [];
  readonly synced: { mode: Sync['mode']; source: 'ring' | 'log' }[] = [];
  readonly holes: string[] = [];
  readonly feed: SessionFeed;
  reads = 0;
  /** Runs before a reading answers: where a spec lets the world go on meanwhile. */
  meanwhile: () => void | Promise<void> = () => undefined;
  #taken = 0;

  constructor(limits: RingLimits = RING_LIMITS) {
    this.rings = new Rings(limits);
    const read = async (workspace: string, session: string): Promise<readonly SessionCommit[]> => {
      this.reads++;
      const commits = this.log.commits.filter((entry) => entry.workspace === workspace && entry.session === session);
      await this.meanwhile();
      // A reading of its own: the entries of the ring are other objects.
      return commits.map((entry) => new SessionCommit(entry.workspace, entry.session, entry.sequence, entry.commit));
    };
    this.feed = new SessionFeed({
      rings: this.rings,
      owners: new Owners(read),
      position: this.position,
      read,
      settle: (to, actor, outcomes) => this.settled.push({ to, actor, outcomes }),
      now: () => 0,
      meters: { synced: (mode, source) => this.synced.push({ mode, source }), hole: (key) => this.holes.push(key) },
    });
  }

  /** The feed takes the next commits of the log; all of them unless told. */
  take(count = Infinity): void {
    for (; count > 0 && this.#taken < this.log.commits.length; count--) this.deliver(this.log.commits[this.#taken++]!);
  }

  deliver(entry: SessionCommit): void {
    this.feed.take(entry);
    this.position.advance(entry.sequence);
  }

  /** What is in the log was taken long ago: nothing of it is in the rings. */
  forgetRings(): void {
    this.take();
    this.rings.sweep(Infinity);
  }
}

/** A follower that does what clients do: applies what it is sent, and notices when it cannot be right. */
export class Reader implements Follower {
  readonly audience: Follower['audience'];
  readonly workspace: string;
  readonly personId: string;
  readonly person: Follower['person'];
  readonly frames: Record<string, unknown>[] = [];
  readonly signals: string[] = [];
  events: SessionFrameEvent[] = [];
  n = 0;
  last: Sync | undefined;
  /** So many of its cursors are unanswered. */
  reading = 0;
  readonly #rig: FeedRig;

  constructor(rig: FeedRig, actor: Pick<Actor, 'kind' | 'id'>, workspace = 'acme') {
    this.#rig = rig;
    this.audience = actor.kind === 'agent' ? 'staff' : 'visitor';
    this.personId = actor.id;
    this.person = actor;
    this.workspace = workspace;
  }

  send(frame: string): void {
    const { session: _, ...rest } = JSON.parse(frame) as { session: string; events: SessionFrameEvent[] };
    this.frames.push(rest);
    this.#extend(rest.events);
  }

  signal(frame: string): void {
    this.signals.push(frame);
  }

  again(following: Following): void {
    void this.sync(following);
  }

  async follow(session: string, n = 0): Promise<Following> {
    this.n = n;
    const following = this.#rig.feed.follow(this, session, n);
    await this.sync(following);
    return following;
  }

  async sync(following: Following): Promise<void> {
    this.reading++;
    try {
      await this.#rig.feed.sync(following, (frame) => this.#apply(JSON.parse(frame) as Sync));
    } finally {
      this.reading--;
    }
  }

  texts(): string[] {
    return this.events.flatMap((event) => (event.type === 'MessagePosted' ? [event.data.text] : []));
  }

  #apply(sync: Sync): void {
    this.last = sync;
    if (sync.mode === 'snapshot') {
      this.events = [...sync.events];
      this.n = sync.n;
    } else if (sync.mode === 'tail') this.#extend(sync.events);
    const isThere = sync.mode !== 'frozen' && !(sync.mode === 'none' && sync.n === 0);
    if (isThere && this.n !== sync.n)
      throw new Error(`after ${sync.mode} the client is at ${this.n}, not at ${sync.n}`);
  }

  #extend(events: readonly SessionFrameEvent[]): void {
    for (const event of events) {
      if (event.n !== this.n + 1) throw new Error(`${event.n} after ${this.n}`);
      this.n = event.n;
      this.events.push(event);
    }
  }
}
