import { inject, Injectable, signal, type Signal } from '@angular/core';
import {
  type ChatClient,
  type ConnectionView,
  createChatClient,
  openOutbox,
  type SessionHandle,
  type SessionView,
} from '@holdfast/chat-client';
import { HostPage } from '../host/host-page';
import { Opening } from './opening';
import { Declined, openStorage, type Site, Visitor } from './visitor';

/** How far the start got. `no-site`: there is none of this id. `unavailable`: not reached yet, tried again. */
export type Start = 'starting' | 'ready' | 'no-site' | 'unavailable';

const RETRY_AFTER_MS = [1_000, 2_000, 5_000, 10_000];

/** The visitor's conversation, live. The only place of the widget that knows the client library. */
@Injectable({ providedIn: 'root' })
export class Chat {
  readonly #host = inject(HostPage);
  readonly #start = signal<Start>('starting');
  readonly #site = signal<Site | null>(null);
  readonly #connection = signal<ConnectionView | null>(null);
  readonly #view = signal<SessionView | null>(null);
  #visitor: Visitor | undefined;
  #client: ChatClient | undefined;
  #session: SessionHandle | undefined;
  readonly #opening = new Opening();
  #unfollow: () => void = () => undefined;

  readonly start: Signal<Start> = this.#start.asReadonly();
  readonly site: Signal<Site | null> = this.#site.asReadonly();
  readonly connection: Signal<ConnectionView | null> = this.#connection.asReadonly();
  /** Null until the conversation is known. */
  readonly view: Signal<SessionView | null> = this.#view.asReadonly();

  /** Finds the site, the visitor and the conversation, and connects; repeats until it worked. */
  async begin(siteId: string): Promise<void> {
    const visitor = new Visitor(siteId, openStorage());
    this.#visitor = visitor;
    for (let attempt = 0; ; attempt++) {
      try {
        this.#site.set(await visitor.site());
        await this.#connect(visitor);
        this.#start.set('ready');
        return;
      } catch (error) {
        if (error instanceof Declined && error.status === 404) {
          this.#start.set('no-site');
          return;
        }
        this.#start.set('unavailable');
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS[attempt] ?? 10_000));
      }
    }
  }

  async #connect(visitor: Visitor): Promise<void> {
    const { visitorId } = await visitor.token(false);
    const session = visitor.recall('session') ?? (await this.#latest(visitor));
    const name = `${visitor.siteId}:${visitorId}`;
    const client = createChatClient({
      url: new URL('/ws', location.href.replace(/^http/, 'ws')).href,
      token: ({ fresh }) => visitor.token(fresh),
      storage: await openOutbox(name),
      tabs: name,
    });
    this.#client = client;
    this.#connection.set(client.connection.value);
    client.connection.subscribe((connection) => {
      this.#connection.set(connection);
    });
    this.#follow(client.session(session ?? client.newSessionId()));
    client.start();
  }

  /** The visitor's newest conversation, when this browser has forgotten which one it was. */
  async #latest(visitor: Visitor): Promise<string | null> {
    try {
      return (await visitor.sessions())[0]?.session ?? null;
    } catch {
      return null;
    }
  }

  #follow(session: SessionHandle): void {
    this.#unfollow();
    this.#session = session;
    this.#view.set(session.view.value);
    const unsubscribe = session.view.subscribe((view) => {
      this.#view.set(view);
    });
    this.#unfollow = () => {
      unsubscribe();
      session.release();
    };
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
    }
    session.post(text);
  }

  /** Opening again what is open already is refused, and harmless: the message behind it goes through. */
  async #open(session: SessionHandle): Promise<void> {
    const visitor = this.#visitor;
    if (visitor === undefined) return;
    visitor.remember('session', session.id);
    const page = this.#host.page();
    const result = await session.send('OpenSession', {
      siteId: visitor.siteId,
      visitor: {},
      locale: navigator.language,
      ...(page === null ? {} : { page }),
    });
    const unheard = this.#opening.ended(result);
    if (unheard.length > 0 && this.#session === session) this.#startOver(unheard);
  }

  /** Another session, for a visitor whose last one is gone for good. */
  #startOver(texts: readonly string[]): void {
    const client = this.#client;
    if (client === undefined) return;
    this.#follow(client.session(client.newSessionId()));
    for (const text of texts) this.post(text);
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
  async rate(score: number, comment: string): Promise<string | null> {
    const result = await this.#session?.send('RateSession', comment === '' ? { score } : { score, comment });
    return result?.kind === 'refused' || result?.kind === 'failed' ? result.reason : null;
  }

  /** @throws when the history cannot be reached */
  async loadOlder(): Promise<void> {
    const view = this.view();
    if (view === null || this.#visitor === undefined) return;
    const page = await this.#visitor.history(view.session, view.from);
    this.#session?.prepend(page.events, page.older);
  }

  stop(): void {
    this.#client?.stop();
  }
}
