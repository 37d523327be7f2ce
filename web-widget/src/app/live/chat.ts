import { computed, inject, Injectable, signal, type Signal } from '@angular/core';
import {
  type ChatClient,
  type ConnectionView,
  createChatClient,
  openOutbox,
  type SessionHandle,
  type SessionView,
} from '@holdfast/chat-client';
import type { SessionFrameEvent } from '@holdfast/contracts';
import type { Profile } from '../../loader/protocol';
import { HostPage } from '../host/host-page';
import { forgetOfTab, keepOfTab, recallOfTab } from './of-this-tab';
import { Opening } from './opening';
import { Declined, openStorage, type PastSession, type Site, Visitor, vouchedIn } from './visitor';

/** How far the start got. `no-site`: there is none of this id. `not-verified`: the site has to vouch for whoever writes. `unavailable`: not reached yet, tried again. */
export type Start = 'starting' | 'ready' | 'no-site' | 'not-verified' | 'unavailable';

const RETRY_AFTER_MS = [1_000, 2_000, 5_000, 10_000];
/** So many of the latest conversations are kept current; the others are read when they are opened. */
const FOLLOWED = 8;
const UNBEGUN = 'unbegun';
const VISITOR = 'visitor';

/** The visitor's conversations, live. The only place of the widget that knows the client library. */
@Injectable({ providedIn: 'root' })
export class Chat {
  readonly #host = inject(HostPage);
  readonly #start = signal<Start>('starting');
  readonly #site = signal<Site | null>(null);
  readonly #connection = signal<ConnectionView | null>(null);
  readonly #views = signal<ReadonlyMap<string, SessionView>>(new Map());
  readonly #past = signal<readonly PastSession[]>([]);
  readonly #pastFailed = signal(false);
  readonly #current = signal<string | null>(null);
  readonly #profile = signal<Profile>({});
  readonly #asked = signal(false);
  /** What the page vouches for. */
  readonly #vouched = signal<Profile>({});
  readonly #handles = new Map<string, SessionHandle>();
  readonly #listeners = new Set<(event: SessionFrameEvent) => void>();
  readonly #opening = new Opening();
  #visitor: Visitor | undefined;
  #client: ChatClient | undefined;
  #isForgotten = false;
  readonly #isOver = (): boolean => this.#isForgotten;
  #retryNow: () => void = () => undefined;

  readonly start: Signal<Start> = this.#start.asReadonly();
  readonly site: Signal<Site | null> = this.#site.asReadonly();
  readonly connection: Signal<ConnectionView | null> = this.#connection.asReadonly();
  /** Conversations of before, as the history lists them. */
  readonly past: Signal<readonly PastSession[]> = this.#past.asReadonly();
  readonly pastFailed: Signal<boolean> = this.#pastFailed.asReadonly();
  /** Those that are kept current, by session. */
  readonly views: Signal<ReadonlyMap<string, SessionView>> = this.#views.asReadonly();
  /** The conversation that is shown, or would be. Null until there is one. */
  readonly view = computed(() => this.#views().get(this.#current() ?? '') ?? null);
  readonly unread = computed(() => [...this.#views().values()].reduce((sum, { unread }) => sum + unread, 0));
  /** What the visitor has told of themselves, or the page of them. */
  readonly profile = computed<Profile>(() => {
    const wished = this.#host.setup()?.wishes.visitor;
    const { name = wished?.name, email = wished?.email } = this.#profile();
    return { name, email, ...this.#vouched() };
  });
  /** Whether the form before the first message was filled in once. */
  readonly asked: Signal<boolean> = this.#asked.asReadonly();

  /** Finds the site, the visitor and the conversation, and connects; repeats until it worked. Resolves to whether there is a conversation to go on with. */
  async begin(siteId: string): Promise<boolean> {
    const visitor = new Visitor(siteId, openStorage(), () => this.#host.identity());
    this.#visitor = visitor;
    this.#profile.set(visitor.profile);
    this.#asked.set(visitor.recall('asked') !== null);
    for (let attempt = 0; ; attempt++) {
      try {
        const connecting = this.#connect(visitor);
        // It is waited for below; until then its failure is nobody's.
        connecting.catch(() => undefined);
        this.#site.set(await visitor.site());
        await connecting;
        this.#start.set('ready');
        return visitor.recall('session') !== null;
      } catch (error) {
        if (error instanceof Declined && (error.status === 404 || error.status === 401)) {
          // For whoever builds the page: visitors are told in other words.
          if (error.status === 401) console.error('Holdfast: the identity token was refused');
          this.#start.set(error.status === 404 ? 'no-site' : 'not-verified');
          return false;
        }
        this.#start.set('unavailable');
        await new Promise<void>((resolve) => {
          this.#retryNow = resolve;
          setTimeout(resolve, RETRY_AFTER_MS[attempt] ?? 10_000);
        });
      }
    }
  }

  /** Does not wait for the next try. */
  retryStart(): void {
    this.#retryNow();
  }

  async #connect(visitor: Visitor): Promise<void> {
    const { visitorId, token } = await visitor.token(false);
    this.#vouched.set(vouchedIn(token));
    if (this.#client !== undefined) return;
    if (this.#isOver()) return;
    // What somebody else said and began here is not theirs.
    if (visitor.isNew(visitorId)) {
      this.#profile.set({});
      this.#asked.set(false);
    }
    if (recallOfTab(VISITOR) !== visitorId) forgetOfTab();
    keepOfTab(VISITOR, visitorId);
    const name = `${visitor.siteId}:${visitorId}`;
    const storage = await openOutbox(name);
    if (this.#isOver()) return;
    const client = createChatClient({
      url: new URL('/ws', location.href.replace(/^http/, 'ws')).href,
      token: ({ fresh }) => visitor.token(fresh),
      storage,
      tabs: name,
    });
    this.#client = client;
    this.#connection.set(client.connection.value);
    client.connection.subscribe((connection) => this.#connection.set(connection));
    this.show(visitor.recall('session') ?? this.#unbegun(client));
    client.start();
    void this.readPast();
  }

  /** The conversations of earlier visits; the latest are kept current from here on. */
  async readPast(): Promise<void> {
    try {
      const past = (await this.#visitor?.sessions()) ?? [];
      this.#past.set(past);
      this.#pastFailed.set(false);
      for (const { session } of past.slice(0, FOLLOWED)) this.#follow(session);
    } catch {
      this.#pastFailed.set(true);
    }
  }

  /** Makes this the conversation that is shown. */
  show(session: string): void {
    this.#follow(session);
    this.#current.set(session);
  }

  /** Makes a conversation that is not opened yet the one that is shown. */
  fresh(): void {
    if (this.#client !== undefined && isBegun(this.view())) this.show(this.#unbegun(this.#client));
  }

  /** The conversation that this tab may begin; the same one until it does, so that its draft is found again after a reload. */
  #unbegun(client: ChatClient): string {
    const kept = recallOfTab(UNBEGUN);
    const isFree = kept !== '' && !isBegun(this.#views().get(kept) ?? null);
    const session = isFree ? kept : client.newSessionId();
    keepOfTab(UNBEGUN, session);
    return session;
  }

  #follow(id: string): void {
    if (this.#client === undefined || this.#handles.has(id)) return;
    const handle = this.#client.session(id);
    this.#handles.set(id, handle);
    const take = (view: SessionView): void => this.#views.update((views) => new Map(views).set(id, view));
    take(handle.view.value);
    handle.view.subscribe(take);
    handle.onEvent((event) => {
      for (const listener of this.#listeners) listener(event);
    });
  }

  /** Hears of what happens in any conversation that is kept current. */
  onEvent(listener: (event: SessionFrameEvent) => void): void {
    this.#listeners.add(listener);
  }

  get #session(): SessionHandle | undefined {
    return this.#handles.get(this.#current() ?? '');
  }

  post(text: string): void {
    const session = this.#session;
    if (session === undefined) return;
    switch (this.#opening.before(session.id, session.view.value.status, text)) {
      case 'start-over':
        this.#startOver([text]);
        return;
      case 'open':
        void this.#open(session);
        break;
      case 'nothing':
        this.#visitor?.remember('session', session.id);
    }
    session.post(text);
  }

  /** Opening again what is open already is refused, and harmless: the message behind it goes through. */
  async #open(session: SessionHandle): Promise<void> {
    const visitor = this.#visitor;
    if (visitor === undefined) return;
    visitor.remember('session', session.id);
    keepOfTab(UNBEGUN, '');
    const page = this.#host.page();
    const result = await session.send('OpenSession', {
      siteId: visitor.siteId,
      visitor: known(this.profile()),
      locale: document.documentElement.lang,
      ...(page === null ? {} : { page }),
    });
    const unheard = this.#opening.ended(result);
    if (unheard.length > 0 && this.#session === session) this.#startOver(unheard);
  }

  /** Another session, for a visitor whose last one is gone for good. */
  #startOver(texts: readonly string[]): void {
    if (this.#client === undefined) return;
    this.show(this.#client.newSessionId());
    for (const text of texts) this.post(text);
  }

  /** Keeps what the visitor said of themselves, for this conversation and the next. */
  introduce(profile: Profile): void {
    for (const key of ['name', 'email'] as const)
      if (profile[key] !== undefined) this.#visitor?.remember(key, profile[key]);
    this.#visitor?.remember('asked', 'yes');
    this.#profile.update((before) => ({ ...before, ...profile }));
    this.#asked.set(true);
  }

  /** What the page says of the visitor; a conversation that is open is told so. */
  meet(told: Profile): void {
    const session = this.#session;
    const view = session?.view.value;
    if (session === undefined || view === undefined || view.status === 'absent' || view.status === 'erased') return;
    const { name = view.visitor?.name, email = view.visitor?.email } = told;
    if (name === view.visitor?.name && email === view.visitor?.email) return;
    void session.send('IdentifyVisitor', known({ name, email }));
  }

  picture(agentId: string): string {
    return this.#visitor?.picture(agentId) ?? '';
  }

  retry(id: string): void {
    void this.#session?.retry(id);
  }

  discard(id: string): void {
    void this.#session?.discard(id);
  }

  typing(on: boolean): void {
    this.#session?.typing(on);
  }

  seen(w: number): void {
    this.#session?.seen(w);
  }

  /** @returns why it was refused, or null */
  readonly rate = async (score: number, comment: string): Promise<string | null> => {
    const result = await this.#session?.send('RateSession', { score, ...(comment && { comment }) });
    return result?.kind === 'refused' || result?.kind === 'failed' ? result.reason : null;
  };

  /** @throws when the history cannot be reached */
  async loadOlder(): Promise<void> {
    // Another conversation may be shown by the time the page is here.
    const session = this.#session;
    if (session === undefined || this.#visitor === undefined) return;
    const page = await this.#visitor.history(session.id, session.view.value.from);
    session.prepend(page.events, page.older);
  }

  /** Signs out for good: nothing of this visitor stays in this browser. */
  async forget(): Promise<void> {
    this.#isForgotten = true;
    this.#client?.stop();
    this.#visitor?.forget();
    forgetOfTab();
    // Who they were may not be known yet in this page: what they have not sent goes by the name of the site.
    const mine = `holdfast:outbox:${this.#visitor?.siteId ?? ''}:`;
    const databases = await indexedDB.databases().catch(() => []);
    await Promise.all(databases.flatMap(({ name = '' }) => (name.startsWith(mine) ? [deleted(name)] : [])));
  }
}

const deleted = (database: string): Promise<void> =>
  new Promise((resolve) => {
    const deleting = indexedDB.deleteDatabase(database);
    // Another tab that has it open closes it when it hears of this; nobody waits for that.
    deleting.onsuccess = deleting.onerror = deleting.onblocked = () => resolve();
  });

const isBegun = (view: SessionView | null): boolean =>
  view !== null && (view.status !== 'absent' || view.entries.length > 0);

/** Without what is not known: an absent name is absent. */
const known = ({ name, email }: Profile): { name?: string; email?: string } => ({
  ...(name === undefined || name === '' ? {} : { name }),
  ...(email === undefined || email === '' ? {} : { email }),
});
