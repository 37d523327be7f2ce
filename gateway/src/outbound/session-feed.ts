/*
 * Gateway out. One ordered consumer brings every commit of the log to `take`, which shows it to whoever follows the session
 * and tells its actor what became of their commands. `sync` brings one follower from their cursor to the present:
 * what the ring cannot prove is read from the log, and the ring, which went on filling meanwhile, joins the two without a hole.
 */
import {
  type Actor,
  type AggregateRef,
  type Audience,
  type Outcome,
  type PublicActor,
  type Sync,
} from '@holdfast/contracts';
import { type Owners } from './owners.ts';
import { type Position } from './position.ts';
import { type Rings } from './rings.ts';
import { type SessionCommit, sessionKey } from './session-commit.ts';
import { joined, NOTHING_THERE, type Standing, standing, syncFrame } from './standing.ts';

/** Who follows sessions: one connection, as the feed sees it. */
export interface Follower {
  readonly audience: Audience;
  readonly workspace: string;
  /** The person behind the connection. */
  readonly personId: string;
  /** The same, as the others who follow are told of them. */
  readonly person: PublicActor;
  /** Sends a frame that shows so many events. */
  send(frame: string, events: number): void;
  /** Sends what may be dropped. */
  signal(frame: string): void;
  /** The feed lost the thread of this session (a hole, or a full ring); it has to be synced again. */
  again(following: Following): void;
}

/** One follower's hold on one session. `n` is the last number they were shown. */
export interface Following {
  readonly follower: Follower;
  readonly session: string;
  readonly key: string;
  n: number;
  /** `absent`: nothing to show until this follower's session of that id is opened. `frozen`: their cursor is beyond the log. */
  state: 'waiting' | 'reading' | 'live' | 'absent' | 'frozen' | 'gone';
}

export interface FeedParts {
  readonly rings: Rings;
  readonly owners: Owners;
  readonly position: Position;
  /** All commits of a session in the log, in order; waits and tries again while the log cannot be read. */
  readonly read: (workspace: string, session: string) => Promise<readonly SessionCommit[]>;
  /** Tells an actor's connections (and who waits over HTTP) what became of their commands. */
  readonly settle: (to: AggregateRef, actor: Actor, outcomes: readonly Outcome[]) => void;
  readonly now: () => number;
  readonly meters: { synced(mode: Sync['mode'], source: 'ring' | 'log'): void; hole(key: string): void };
}

export class SessionFeed {
  readonly #parts: FeedParts;
  readonly #followed = new Map<string, Set<Following>>();

  constructor(parts: FeedParts) {
    this.#parts = parts;
  }

  /** The next commit of the log. */
  take(entry: SessionCommit): void {
    const { rings, owners, now, meters, settle } = this.#parts;
    const { commit, key, workspace, session } = entry;
    if (commit.events.length > 0) {
      if (commit.actor.kind === 'visitor' && owners.known(key) === undefined) owners.learn(key, [entry]);
      const follows = rings.add(entry, now());
      if (!follows) meters.hole(key);
      // Whoever sent it has it on screen already, and each write takes its time: the others come first.
      for (const isSender of [false, true]) {
        for (const following of this.#followed.get(key) ?? [])
          if ((following.follower.personId === commit.actor.id) === isSender) this.#show(following, entry, follows);
      }
    }
    settle({ workspace, kind: 'session', id: session }, commit.actor, commit.outcomes);
  }

  /** Begins to follow; nothing is shown before `sync`. */
  follow(follower: Follower, session: string, n: number): Following {
    const key = sessionKey(follower.workspace, session);
    const following: Following = { follower, session, key, n, state: 'waiting' };
    const others = this.#followed.get(key);
    if (others === undefined) this.#followed.set(key, new Set([following]));
    else others.add(following);
    return following;
  }

  unfollow(following: Following): void {
    following.state = 'gone';
    const all = this.#followed.get(following.key);
    if (all?.delete(following) === true && all.size === 0) this.#followed.delete(following.key);
  }

  /** Everybody who is shown this session as it happens. */
  *following(key: string): Iterable<Follower> {
    for (const { follower, state } of this.#followed.get(key) ?? []) if (state === 'live') yield follower;
  }

  /** Answers a cursor with one `sync` frame, after which the follower is live. */
  async sync(following: Following, sent: (frame: string, events: number) => void): Promise<void> {
    if (following.state === 'gone') return;
    following.state = 'reading';
    const held = this.#fromRing(following);
    if (held !== null) {
      this.#answer(following, held, 'ring', sent);
      return;
    }
    const { follower, session, key } = following;
    const { read, position, rings, owners } = this.#parts;
    for (;;) {
      const started = position.value;
      const commits = await read(follower.workspace, session);
      // Nothing is served beyond our own position, and a cursor is ahead of the log only if it is ahead of all that was read.
      await position.reached(commits.at(-1)?.sequence ?? 0);
      if (this.#isGone(following)) return;
      const ring = rings.commits(key);
      const list = joined(commits, ring);
      // A hole, or a ring that came and went meanwhile: the reading was overtaken.
      if (list === null || (ring.length === 0 && rings.droppedThrough > started)) continue;
      if (list.length > 0) owners.learn(key, list);
      const theirs = list.length > 0 && (follower.audience === 'staff' || owners.known(key) === follower.personId);
      const answer = theirs ? standing(list, follower.audience, following.n) : this.#absent(following);
      this.#answer(following, answer, 'log', sent);
      return;
    }
  }

  /** Drops everything, for another epoch. Followers are closed by their connections. */
  clear(): void {
    for (const all of this.#followed.values()) for (const following of all) following.state = 'gone';
    this.#followed.clear();
    this.#parts.rings.clear();
    this.#parts.owners.clear();
  }

  #show(following: Following, entry: SessionCommit, follows: boolean): void {
    const { follower } = following;
    if (following.state === 'absent' && this.#opens(entry, follower)) {
      following.state = 'live';
      following.n = 0;
    }
    if (following.state !== 'live') return;
    const shown = entry.shownTo(follower.audience);
    if (!follows || shown.base !== following.n) {
      following.state = 'waiting';
      follower.again(following);
      return;
    }
    following.n = shown.last;
    const frame = entry.frame(follower.audience);
    if (frame !== null) follower.send(frame, shown.texts.length);
  }

  /** What the ring alone can prove: that the session is theirs, and that nothing is missing after their cursor. */
  #fromRing({ follower, key, n }: Following): Standing | null {
    const { rings, owners } = this.#parts;
    if (follower.audience === 'visitor') {
      if (owners.known(key) === undefined) owners.learn(key, rings.commits(key));
      if (owners.known(key) !== follower.personId) return null;
    }
    const held = rings.after(key, follower.audience, n);
    if (held.kind !== 'held') return null;
    const missed = held.texts.length;
    return { mode: missed === 0 ? 'none' : 'tail', n: held.last, older: false, texts: held.texts };
  }

  #answer(
    following: Following,
    answer: Standing,
    source: 'ring' | 'log',
    sent: (frame: string, events: number) => void,
  ): void {
    following.state = answer.mode === 'frozen' ? 'frozen' : answer === NOTHING_THERE ? 'absent' : 'live';
    following.n = answer.n;
    this.#parts.meters.synced(answer.mode, source);
    sent(syncFrame(following.session, answer), answer.texts.length);
  }

  /** To a visitor a session that is gone looks like one that is not theirs; staff who hold events of it hold what the log does not. */
  #absent({ follower, n }: Following): Standing {
    return follower.audience === 'staff' && n > 0 ? { mode: 'frozen', n: 0, older: false, texts: [] } : NOTHING_THERE;
  }

  #opens({ commit }: SessionCommit, follower: Follower): boolean {
    return commit.events.some(
      (event) =>
        event.type === 'SessionOpened' && (follower.audience === 'staff' || event.data.visitorId === follower.personId),
    );
  }

  #isGone(following: Following): boolean {
    return following.state === 'gone';
  }
}
