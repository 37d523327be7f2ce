import type { Outcome, ServerFrame, SessionFrameEvent } from '@holdfast/contracts';
import { commandIdOf, FRAME_LIMITS, INBOX_WINDOWS_LIMIT } from '@holdfast/contracts/validators';
import type { ClientProblem } from './client-api.ts';
import type { Clock } from './clock.ts';
import { Connection, type ConnectionPorts } from './connection.ts';
import type { ConnectionView, Identity } from './connection-view.ts';
import type { Freshness, SessionStanding } from './entries.ts';
import type { FrameOf } from './frames.ts';
import type { Ask, InboxWindow, Tell } from './hub.ts';
import { assemble, noWindow, type ShownWindow } from './inbox.ts';
import { DESK, type OutboxStore, type Target } from './outbox-store.ts';
import { composed } from './outbox-rows.ts';
import { Outbox } from './outbox.ts';
import { Receipts, type Reach } from './receipts.ts';
import { asked, type Change, type Following, onEvents, onSync } from './resume.ts';
import { emptySession, extend, participant, type SessionState, startFrom } from './session-view.ts';

export interface EnginePorts extends Pick<
  ConnectionPorts,
  'url' | 'client' | 'token' | 'clock' | 'socket' | 'random' | 'report'
> {
  readonly store: OutboxStore;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly tell: (message: Tell) => void;
}

/** A session that some tab follows. */
interface Followed {
  following: Following;
  state: SessionState;
  /** What was last heard of it while it was live. */
  standing?: SessionStanding | undefined;
  readonly tabs: Set<string>;
}

/** What owns the socket: brings sessions up to date, sends the outbox, and tells the tabs. */
export class Engine {
  readonly #ports: EnginePorts;
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  readonly #receipts: Receipts;
  readonly #sessions = new Map<string, Followed>();
  #epoch: string | undefined;
  #you: Identity | undefined;
  #view: Omit<ConnectionView, 'tab'> = { status: 'idle', attempt: 0 };
  #live = false;
  #doubtful = false;
  #welcomed = false;
  /** By tab; the one asked for last stands last. */
  readonly #watched = new Map<string, InboxWindow>();
  readonly #windows = new Map<string, ShownWindow>();
  #roster: FrameOf<'roster'>['agents'] | undefined;
  /** Sessions that the hello of this connection names. */
  #inHello: ReadonlySet<string> = new Set();

  constructor(ports: EnginePorts) {
    this.#ports = ports;
    const { store, clock, tell } = ports;
    this.#connection = new Connection({
      ...ports,
      held: () => this.#held(),
      status: (status, attempt, retryAt) => {
        this.#live = status === 'live';
        this.#doubtful = false;
        this.#show({ status, attempt, ...(retryAt === undefined ? {} : { retryAt }) });
      },
      fetching: () => [...this.#sessions.values()].some(({ following }) => following.phase === 'asking'),
      doubtful: (is) => {
        this.#doubtful = is;
        this.#show({ status: this.#view.status, attempt: this.#view.attempt });
      },
      welcomed: (welcome) => this.#onWelcome(welcome),
      frame: (frame) => this.#onFrame(frame),
      lost: () => this.#onLost(),
    });
    this.#outbox = new Outbox({
      store,
      clock,
      newId: ports.newId,
      send: (target, request, commands) => this.#sendRequest(target, request, commands),
      settled: (target, result) => tell({ k: 'result', target, result }),
      changed: (target) => tell({ k: 'rows', target }),
      storeFailed: (cause) => ports.report({ kind: 'store-failed', detail: String(cause) }),
    });
    this.#receipts = new Receipts(clock, (session, reach) => void this.#issueReceipts(session, reach));
  }

  start(): void {
    this.#connection.start();
  }

  stop(): void {
    this.#receipts.stop();
    this.#connection.stop();
  }

  renew(): Promise<void> {
    return this.#connection.renew();
  }

  handle(ask: Ask): void {
    switch (ask.k) {
      case 'join':
        this.#ports.tell({ k: 'connection', view: this.#view });
        if (this.#roster !== undefined) this.#ports.tell({ k: 'roster', agents: this.#roster });
        return;
      case 'leave':
        this.#unwatch(ask.tab);
        for (const session of [...this.#sessions.keys()]) this.#unfollow(ask.tab, session);
        return;
      case 'follow':
        this.#follow(ask.tab, ask.session);
        return;
      case 'unfollow':
        this.#unfollow(ask.tab, ask.session);
        return;
      case 'adding':
        this.#outbox.adding(ask.id);
        return;
      case 'changed':
        this.#outbox.wake(ask.target);
        this.#ports.tell({ k: 'rows', target: ask.target });
        return;
      case 'seen':
        this.#receipts.seen(ask.session, ask.w);
        return;
      case 'signal': {
        const { session, kind, on, internal } = ask;
        this.#connection.send({ t: 'signal', session, kind, on, ...(internal ? { internal } : {}) });
        return;
      }
      case 'watch':
        this.#watched.delete(ask.tab);
        this.#watched.set(ask.tab, ask.window);
        if (this.#watched.size > INBOX_WINDOWS_LIMIT) this.#unwatch([...this.#watched.keys()][0] ?? '');
        this.#watch(ask.tab, ask.window);
        return;
      case 'probe':
        this.#connection.probe(ask.sleptMs);
        return;
      case 'watched':
        this.#connection.watched();
        return;
      case 'start':
        this.#connection.start();
    }
  }

  // ── following sessions ─────────────────────────────────────────────────────────────────────────────────────────────

  #follow(tab: string, session: string): void {
    const followed = this.#sessions.get(session);
    if (followed !== undefined) {
      followed.tabs.add(tab);
      this.#tellSession(session, followed, []);
      return;
    }
    const fresh: Followed = { following: { phase: 'asking', n: 0 }, state: emptySession, tabs: new Set([tab]) };
    this.#sessions.set(session, fresh);
    this.#connection.send({ t: 'attach', session, n: 0 });
    this.#tellSession(session, fresh, []);
  }

  #unfollow(tab: string, session: string): void {
    const followed = this.#sessions.get(session);
    if (followed?.tabs.delete(tab) !== true || followed.tabs.size > 0) return;
    this.#sessions.delete(session);
    this.#receipts.forget(session);
    this.#connection.send({ t: 'detach', session });
  }

  /** What the hello says. It has room for so many cursors; the others are asked for after the welcome. */
  #held(): ReturnType<ConnectionPorts['held']> {
    const sessions = [...this.#sessions].slice(0, FRAME_LIMITS.cursors);
    this.#inHello = new Set(sessions.map(([session]) => session));
    const cursors = sessions.map(([session, { following }]) => ({ session, n: following.n }));
    return { epoch: this.#epoch, cursors };
  }

  #onWelcome(welcome: FrameOf<'welcome'>): void {
    this.#welcomed = true;
    this.#you = welcome.you;
    const sameEpoch = this.#epoch === undefined || this.#epoch === welcome.epoch;
    if (!sameEpoch) this.#report({ kind: 'epoch-changed' });
    this.#epoch = welcome.epoch;
    for (const [session, followed] of this.#sessions) {
      followed.following = asked(followed.following, sameEpoch);
      if (!this.#inHello.has(session)) this.#connection.send({ t: 'attach', session, n: followed.following.n });
    }
    for (const [tab, window] of this.#watched) this.#watch(tab, window);
    this.#show({ status: this.#view.status, attempt: this.#view.attempt });
  }

  #onLost(): void {
    this.#welcomed = false;
    this.#outbox.disconnected();
    for (const [session, followed] of this.#sessions) {
      followed.following = asked(followed.following, true);
      followed.standing = undefined;
      this.#ports.tell({ k: 'freshness', session, freshness: 'syncing' });
    }
  }

  #onFrame(frame: ServerFrame): void {
    const { tell } = this.#ports;
    switch (frame.t) {
      case 'sync':
        this.#onSync(frame);
        return;
      case 'events': {
        const followed = this.#sessions.get(frame.session);
        if (followed === undefined) return;
        const step = onEvents(followed.following, frame.events);
        followed.following = step.following;
        this.#apply(frame.session, followed, step.change);
        return;
      }
      case 'outcomes':
        this.#settle(frame.session ?? DESK, frame.outcomes);
        return;
      case 'turned-away':
        this.#guard(this.#outbox.turnedAway(frame.request, frame.reason, frame.retryAfterMs));
        return;
      case 'live':
        void this.#openAll();
        return;
      case 'signal': {
        const { session, from, kind, on, internal } = frame;
        tell({ k: 'signal', session, from, kind, on, ...(internal === undefined ? {} : { internal }) });
        return;
      }
      case 'standing': {
        const { t: _, session, ...standing } = frame;
        const followed = this.#sessions.get(session);
        if (followed?.following.phase !== 'live') return;
        followed.standing = standing;
        tell({ k: 'standing', session, standing });
        return;
      }
      case 'inbox':
        this.#onInbox(frame);
        return;
      case 'roster':
        this.#roster = frame.agents;
        tell({ k: 'roster', agents: frame.agents });
        return;
      default:
      // The connection's own matters.
    }
  }

  #watch(tab: string, window: InboxWindow): void {
    this.#connection.send({ t: 'watch-inbox', window: tab, ...window });
  }

  #unwatch(tab: string): void {
    if (!this.#watched.delete(tab)) return;
    this.#windows.delete(tab);
    this.#connection.send({ t: 'unwatch-inbox', window: tab });
    this.#ports.tell({ k: 'inbox', tab, inbox: null });
  }

  #onInbox(frame: FrameOf<'inbox'>): void {
    const { window: tab } = frame;
    if (!this.#watched.has(tab)) return;
    const inbox = assemble(this.#windows.get(tab) ?? noWindow, frame);
    this.#windows.set(tab, inbox);
    this.#ports.tell({ k: 'inbox', tab, inbox });
  }

  #onSync(frame: FrameOf<'sync'>): void {
    const followed = this.#sessions.get(frame.session);
    if (followed === undefined) {
      // Given up while the hello was on its way.
      this.#connection.send({ t: 'detach', session: frame.session });
      return;
    }
    const step = onSync(followed.following, frame);
    followed.following = step.following;
    this.#apply(frame.session, followed, step.change);
    if (step.following.phase !== 'live') return;
    this.#ports.tell({ k: 'freshness', session: frame.session, freshness: 'live' });
    // What is unsettled goes again, now that what was settled meanwhile is known.
    this.#outbox.open(frame.session);
  }

  #apply(session: string, followed: Followed, change: Change): void {
    switch (change.kind) {
      case 'none':
        return;
      case 'extend':
        this.#extend(session, followed, change.events);
        return;
      case 'replace':
        followed.state = startFrom(change.events, change.older);
        this.#tellSession(session, followed, change.events);
        this.#afterEvents(session, followed, change.events);
        return;
      case 'hole':
        this.#extend(session, followed, change.events);
        this.#report({
          kind: 'hole',
          session,
          detail: `expected ${String(change.expected)}, got ${String(change.got)}`,
        });
        followed.standing = undefined;
        this.#ports.tell({ k: 'freshness', session, freshness: 'syncing' });
        this.#connection.send({ t: 'attach', session, n: followed.following.n });
        return;
      case 'frozen':
        this.#report({ kind: 'frozen', session });
        this.#ports.tell({ k: 'freshness', session, freshness: 'frozen' });
    }
  }

  #extend(session: string, followed: Followed, events: readonly SessionFrameEvent[]): void {
    if (events.length === 0) return;
    followed.state = extend(followed.state, events);
    this.#ports.tell({ k: 'events', session, events, state: followed.state });
    this.#afterEvents(session, followed, events);
  }

  /** An own event is the outcome of its command, if that was lost; others' messages are held from here on. */
  #afterEvents(session: string, { state }: Followed, events: readonly SessionFrameEvent[]): void {
    const me = this.#you;
    if (me === undefined) return;
    const mine = participant(me);
    const reach = state.receipts[mine];
    if (reach !== undefined) this.#receipts.known(session, reach);
    const settled = new Set<string>();
    let w = 0;
    for (const event of events) {
      if (participant(event.actor) === mine) {
        const id = commandIdOf(event);
        if (this.#outbox.isUnderWay(session, id)) settled.add(id);
      } else if (event.type === 'MessagePosted' && event.data.visibility === 'public') w = event.w;
    }
    if (w > 0) this.#receipts.holds(session, w);
    if (settled.size > 0)
      this.#settle(
        session,
        [...settled].map((commandId) => ({ commandId, kind: 'stored' })),
      );
  }

  #tellSession(session: string, { state, following, standing }: Followed, events: readonly SessionFrameEvent[]): void {
    this.#ports.tell({ k: 'session', session, state, freshness: freshnessOf(following), events });
    if (standing !== undefined) this.#ports.tell({ k: 'standing', session, standing });
  }

  // ── sending ────────────────────────────────────────────────────────────────────────────────────────────────────────

  #sendRequest(target: Target, request: string, commands: readonly { id: string }[]): boolean {
    const followed = this.#sessions.get(target);
    const mayGo = followed === undefined ? this.#live : this.#welcomed && followed.following.phase === 'live';
    if (!mayGo) return false;
    return this.#connection.send(
      (target === DESK
        ? { t: 'desk-request', id: request, commands }
        : { t: 'request', id: request, session: target, commands }) as Parameters<Connection['send']>[0],
    );
  }

  /** What is unsettled goes: also for the desk, and for sessions that no tab shows. Followed ones go after their sync. */
  async #openAll(): Promise<void> {
    try {
      const rows = await this.#ports.store.rows();
      for (const target of new Set(rows.map((row) => row.target)))
        if (!this.#sessions.has(target)) this.#outbox.open(target);
    } catch (cause) {
      this.#report({ kind: 'store-failed', detail: String(cause) });
    }
  }

  async #issueReceipts(session: string, reach: Reach): Promise<void> {
    const { store, newId, clock } = this.#ports;
    try {
      const waiting = (await store.rows(session)).find((row) => row.type === 'MarkReceipts');
      const row = composed(newId(), session, 'MarkReceipts', reach, clock.now());
      await store.replace(waiting?.id ?? row.id, row);
      this.#outbox.wake(session);
    } catch (cause) {
      this.#report({ kind: 'store-failed', session, detail: String(cause) });
    }
  }

  #settle(target: Target, outcomes: readonly Outcome[]): void {
    this.#guard(this.#outbox.settle(target, outcomes));
  }

  #guard(work: Promise<void>): void {
    work.catch((cause: unknown) => this.#report({ kind: 'store-failed', detail: String(cause) }));
  }

  #show(view: Omit<ConnectionView, 'tab'>): void {
    const doubtful = this.#doubtful ? { doubtful: true as const } : {};
    this.#view = { ...view, ...doubtful, ...(this.#you === undefined ? {} : { you: this.#you }) };
    this.#ports.tell({ k: 'connection', view: this.#view });
  }

  #report(problem: ClientProblem): void {
    this.#ports.report(problem);
  }
}

export const freshnessOf = ({ phase }: Following): Freshness => (phase === 'asking' ? 'syncing' : phase);
