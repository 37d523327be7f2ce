import type { PublicActor } from '@holdfast/contracts';
import { PROTOCOL } from '@holdfast/contracts/validators';
import { isRequest } from '#frame-checks';
import { v7 as uuidv7 } from 'uuid';
import type {
  ChatClient,
  ChatClientOptions,
  CommandResult,
  InboxView,
  RosterView,
  SessionHandle,
} from './client-api.ts';
import { systemClock } from './clock.ts';
import type { ConnectionView } from './connection-view.ts';
import { Engine } from './engine.ts';
import { FollowedSession } from './followed-session.ts';
import type { Ask, InboxWindow, Tell } from './hub.ts';
import { isWindowOf, noWindow, type ShownWindow } from './inbox.ts';
import { leaseLock, webLock, webPresence } from './leader-lock.ts';
import { composed, discarded, retried } from './outbox-rows.ts';
import { DESK, type OutboxRow, type Target } from './outbox-store.ts';
import { listenToPage } from './page-wake.ts';
import { Cell, Derived } from './readable.ts';
import { platformSocket } from './socket.ts';
import { Tabs } from './tabs.ts';
import { Typing } from './typing.ts';

/** More tabs than there are windows take turns: each waits for so many of the looks that come about once a second. */
const ASK_AGAIN_AFTER = 5;

/** Makes a client; nothing happens before `start()`. */
export const createChatClient = (options: ChatClientOptions): ChatClient => new Client(options);

/** The tab's side: composes into the outbox, shows what the engine tells, and runs the engine while this tab leads. */
class Client implements ChatClient {
  readonly connection: Derived<ConnectionView>;
  readonly roster = new Cell<RosterView>([]);
  readonly inbox;
  readonly #options: ChatClientOptions;
  readonly #clock;
  readonly #tab = uuidv7();
  readonly #sessions = new Map<string, { readonly session: FollowedSession; handles: number }>();
  readonly #waiting = new Map<string, (result: CommandResult) => void>();
  #connectionView: Omit<ConnectionView, 'tab'> = { status: 'idle', attempt: 0 };
  #engine: Engine | undefined;
  #tabs: Tabs | undefined;
  #window: InboxWindow | undefined;
  #shown = noWindow;
  /** What is shown was told over the present connection, and is kept current. */
  #isTold = false;
  /** Since windows of other tabs have taken the place of this one's: how often it was looked at. */
  #droppedFor: number | null = null;
  #leavePage: () => void = () => undefined;
  #started = false;

  constructor(options: ChatClientOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.connection = new Derived(() => ({ ...this.#connectionView, tab: this.#place() }));
    const view = new Derived(() => this.#inboxView());
    this.inbox = {
      view,
      watch: ({ filter, sort, only, offset = 0, limit = 50 }: Parameters<ChatClient['inbox']['watch']>[0]) => {
        const narrowed = only === undefined ? {} : { only };
        this.#window = { filter, ...(sort === undefined ? {} : { sort }), ...narrowed, offset, limit };
        this.#watch();
        view.changed();
      },
    };
  }

  start(): void {
    if (this.#started) {
      this.#ask({ k: 'start' });
      return;
    }
    this.#started = true;
    this.#leavePage = listenToPage({
      woke: (seen, sleptMs) => {
        this.#ask({ k: 'probe', sleptMs });
        // A connection has only so many windows of the inbox: those of the tabs that were looked at last.
        if (seen) this.#watch();
      },
      watched: () => {
        this.#ask({ k: 'watched' });
        if (this.#droppedFor !== null && ++this.#droppedFor >= ASK_AGAIN_AFTER) this.#watch();
      },
      gone: () => this.#leave(),
    });
    const { tabs: name, storage } = this.#options;
    const channel = name !== undefined && storage.kept === 'device' && typeof BroadcastChannel === 'function';
    if (!channel) {
      this.#lead();
      return;
    }
    // Tabs of another protocol have a connection of their own.
    const shared = `${String(PROTOCOL)}:${name}`;
    this.#tabs = new Tabs({
      id: this.#tab,
      clock: this.#clock,
      channel: new BroadcastChannel(`holdfast:${shared}`),
      lock: webLock(`holdfast:${shared}`) ?? leaseLock(shared, this.#tab, this.#clock),
      presence: webPresence(`holdfast:${shared}`),
      lead: () => this.#lead(),
      resign: () => this.#resign(),
      follow: () => this.#introduce(),
      asked: (ask) => this.#engine?.handle(ask),
      told: (tell) => this.#told(tell),
    });
    this.#tabs.start();
  }

  stop(): void {
    this.#started = false;
    this.#leavePage();
    this.#leave();
    this.#tabs?.stop();
    this.#tabs = undefined;
    this.#resign();
    this.#told({ k: 'connection', view: { status: 'idle', attempt: 0 } });
  }

  newSessionId(): string {
    return uuidv7();
  }

  desk: ChatClient['desk'] = (type, data) => this.#issue(DESK, type, data);

  session(id: string): SessionHandle {
    let entry = this.#sessions.get(id);
    if (entry === undefined) {
      entry = { session: this.#newSession(id), handles: 0 };
      this.#sessions.set(id, entry);
      this.#ask({ k: 'follow', tab: this.#tab, session: id });
      void entry.session.reread();
    }
    entry.handles++;
    return this.#handle(id, entry.session);
  }

  #newSession(session: string): FollowedSession {
    return new FollowedSession({
      session,
      clock: this.#clock,
      store: this.#options.storage,
      me: () => this.#me(),
      storeFailed: (cause) => this.#storeFailed(cause),
    });
  }

  #handle(id: string, session: FollowedSession): SessionHandle {
    const typing = new Typing(this.#clock, (kind, on, internal) =>
      this.#ask({ k: 'signal', session: id, kind, on, internal }),
    );
    const unwatch = session.onViewer(() => typing.cameToView());
    let released = false;
    return {
      id,
      view: session.view,
      post: (text, { visibility = 'public', mentions = [] } = {}) => {
        typing.sent();
        const called = mentions.length === 0 ? {} : { mentions: [...new Set(mentions)] };
        return this.#compose(id, 'PostMessage', { text, visibility, ...called }).id;
      },
      send: (type, data) => this.#issue(id, type, data),
      retry: (rowId) => {
        const row = session.row(rowId);
        if (row === undefined || row.state === 'waiting') return Promise.resolve(null);
        const fresh = retried(row, uuidv7(), this.#clock.now());
        session.forget(rowId);
        this.#keep(fresh, () => this.#options.storage.replace(rowId, fresh));
        return Promise.resolve(fresh.id);
      },
      discard: async (rowId) => {
        if (session.row(rowId)?.state !== 'waiting') session.forget(rowId);
        await this.#options.storage.update(rowId, (row) => discarded(row, uuidv7()));
        this.#changed(id);
      },
      typing: (on, { internal = false } = {}) => typing.typing(on, internal),
      viewing: (on) => typing.viewing(on),
      seen: (w) => this.#ask({ k: 'seen', session: id, w }),
      prepend: (events, older) => session.prepend(events, older),
      onEvent: (listener) => session.onEvent(listener),
      release: () => {
        if (released) return;
        released = true;
        unwatch();
        typing.stop();
        this.#release(id);
      },
    };
  }

  #release(id: string): void {
    const entry = this.#sessions.get(id);
    if (entry === undefined || --entry.handles > 0) return;
    this.#sessions.delete(id);
    entry.session.stop();
    this.#ask({ k: 'unfollow', tab: this.#tab, session: id });
  }

  // ── composing ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #compose(target: Target, type: string, data: unknown): OutboxRow {
    const row = composed(uuidv7(), target, type, data, this.#clock.now());
    if (isSendable(row)) this.#keep(row, () => this.#options.storage.add(row));
    else this.#turnDown(row, 'invalid');
    return row;
  }

  #issue(target: Target, type: string, data: unknown): Promise<CommandResult> {
    // As it will cross the wire: what is undefined is not there.
    const row = this.#compose(target, type, JSON.parse(JSON.stringify(data)));
    return new Promise((resolve) => this.#waiting.set(row.id, resolve));
  }

  /** Shows the row at once, and has it sent when it is kept. */
  #keep(row: OutboxRow, write: () => Promise<void>): void {
    this.#sessions.get(row.target)?.session.adding(row);
    this.#ask({ k: 'adding', target: row.target, id: row.id });
    write().then(
      () => this.#ask({ k: 'changed', target: row.target }),
      (cause: unknown) => {
        this.#storeFailed(cause);
        this.#turnDown(row, 'not-kept');
      },
    );
  }

  /** Nothing of the row has left this tab, nor will. */
  #turnDown(row: OutboxRow, reason: string): void {
    this.#sessions.get(row.target)?.session.turnedDown(row, reason);
    queueMicrotask(() => this.#settled({ commandId: row.id, kind: 'failed', reason }));
  }

  #changed(target: Target): void {
    this.#ask({ k: 'changed', target });
    void this.#sessions.get(target)?.session.reread();
  }

  // ── between this tab and the engine ────────────────────────────────────────────────────────────────────────────────

  #ask(ask: Ask): void {
    if (this.#engine !== undefined) this.#engine.handle(ask);
    else this.#tabs?.ask(ask);
  }

  #lead(): void {
    const { url, token, client, storage, socket, random, report } = this.#options;
    const engine: Engine = new Engine({
      url,
      token,
      client: client ?? this.#tab,
      clock: this.#clock,
      socket: socket ?? platformSocket,
      random: random ?? Math.random,
      report: report ?? (() => undefined),
      store: storage,
      newId: uuidv7,
      tell: (tell) => {
        // Another tab may lead by the time a retired engine winds down.
        if (this.#engine !== engine) return;
        this.#told(tell);
        this.#tabs?.tell(tell);
      },
    });
    this.#engine = engine;
    this.#introduce();
    engine.start();
  }

  #resign(): void {
    const engine = this.#engine;
    this.#engine = undefined;
    engine?.stop();
  }

  /** Tells a leader, who knows nothing of this tab, what it wants. */
  #introduce(): void {
    this.#isTold = false;
    this.#ask({ k: 'join', tab: this.#tab });
    for (const session of this.#sessions.keys()) this.#ask({ k: 'follow', tab: this.#tab, session });
    this.#watch();
    for (const session of this.#sessions.keys()) this.#ask({ k: 'changed', target: session });
    if (this.#waiting.size > 0) this.#ask({ k: 'changed', target: DESK });
  }

  #leave(): void {
    this.#ask({ k: 'leave', tab: this.#tab });
  }

  #watch(): void {
    this.#droppedFor = null;
    if (this.#window !== undefined) this.#ask({ k: 'watch', tab: this.#tab, window: this.#window });
  }

  #told(tell: Tell): void {
    switch (tell.k) {
      case 'connection':
        this.#connectionView = tell.view;
        this.#isTold &&= tell.view.status === 'syncing' || tell.view.status === 'live';
        this.connection.changed();
        this.inbox.view.changed();
        return;
      case 'session':
        this.#sessions.get(tell.session)?.session.replaced(tell.state, tell.freshness, tell.events);
        return;
      case 'events':
        if (this.#sessions.get(tell.session)?.session.extended(tell.events, tell.state) === false)
          this.#ask({ k: 'follow', tab: this.#tab, session: tell.session });
        return;
      case 'freshness':
        this.#sessions.get(tell.session)?.session.fresh(tell.freshness);
        return;
      case 'result':
        this.#sessions.get(tell.target)?.session.settled(tell.result);
        this.#settled(tell.result);
        return;
      case 'rows':
        void this.#sessions.get(tell.target)?.session.reread();
        return;
      case 'signal':
        this.#sessions.get(tell.session)?.session.signal(tell.from, tell.kind, tell.on, tell.internal);
        return;
      case 'standing':
        this.#sessions.get(tell.session)?.session.stands(tell.standing);
        return;
      case 'inbox':
        this.#onInbox(tell.tab === this.#tab, tell.inbox);
        return;
      case 'roster':
        this.roster.set(tell.agents);
    }
  }

  /** Of another tab's window the counts hold here, too, where this tab's own does not bring them. */
  #onInbox(isOurs: boolean, inbox: ShownWindow | null): void {
    if (isOurs) this.#isTold = inbox !== null;
    if (isOurs && inbox === null) this.#droppedFor = 0;
    if (isOurs && inbox !== null) this.#shown = inbox;
    else if (inbox !== null && !this.#isTold) this.#shown = { ...this.#shown, counts: inbox.counts };
    this.inbox.view.changed();
  }

  #settled(result: CommandResult): void {
    this.#waiting.get(result.commandId)?.(result);
    this.#waiting.delete(result.commandId);
  }

  #place(): ConnectionView['tab'] {
    if (this.#tabs === undefined) return 'alone';
    return this.#engine === undefined ? 'follower' : 'leader';
  }

  #inboxView(): InboxView {
    const wanted = this.#window;
    const isAsked = this.#isTold && wanted !== undefined && isWindowOf(this.#shown, wanted);
    return { ...this.#shown, current: isAsked && this.#connectionView.status === 'live' };
  }

  #me(): PublicActor | undefined {
    const { you } = this.#connectionView;
    return you === undefined
      ? undefined
      : { kind: you.kind, id: you.id, ...(you.name === undefined ? {} : { name: you.name }) };
  }

  #storeFailed(cause: unknown): void {
    this.#options.report?.({ kind: 'store-failed', detail: String(cause) });
  }
}

/** Whether a gateway could take the command at all: one that it closes the connection on would be sent for ever. */
const isSendable = ({ id, target, type, data }: OutboxRow): boolean => {
  const commands = [{ id, type, data }];
  return isRequest(
    target === DESK ? { t: 'desk-request', id, commands } : { t: 'request', id, session: target, commands },
  );
};
