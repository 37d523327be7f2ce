import type { SessionFrameEvent } from '@holdfast/contracts';
import type { Profile } from '../../loader/protocol';

/** `away`: may be told while nobody is there, and is not asked otherwise. */
export type AskFor = 'off' | 'away' | 'optional' | 'required';

/** How the widget of a site presents itself. */
export interface Site {
  readonly siteId: string;
  readonly name: string;
  readonly greeting?: string;
  readonly colour?: string;
  readonly preChat?: { readonly name: AskFor; readonly email: AskFor };
  readonly awayMessage?: string;
  readonly verifiedOnly?: boolean;
}

export interface VisitorToken {
  readonly token: string;
  readonly visitorId: string;
  readonly expiresAt: string;
}

/** One of the visitor's own conversations, as the list knows it. */
export interface PastSession {
  readonly session: string;
  readonly status: string;
  readonly changedAt: string;
  readonly preview?: string;
}

/** The server answered, and the answer is no. */
export class Declined extends Error {
  override readonly name = 'Declined';
  readonly status: number;
  constructor(status: number) {
    super(`the server declines with ${String(status)}`);
    this.status = status;
  }
}

/** A token that ends sooner is asked for anew, in ms. */
const GOOD_FOR_MS = 30_000;

/** What the widget asks of the gateway over HTTP, as this browser's visitor on one site. */
export class Visitor {
  readonly siteId: string;
  readonly #storage: Storage | null;
  readonly #identity: () => Promise<string | null>;
  readonly #secret: string;
  #token: VisitorToken | undefined;
  #asking: Promise<VisitorToken> | undefined;

  /** @param identity asks the page for what it vouches for */
  constructor(siteId: string, storage: Storage | null, identity: () => Promise<string | null>) {
    this.siteId = siteId;
    this.#storage = storage;
    this.#identity = identity;
    this.#secret = this.recall('secret') ?? this.remember('secret', randomSecret());
  }

  /** What was remembered under this name on this site, in this browser. */
  recall(name: string): string | null {
    return this.#storage?.getItem(`${this.#prefix}${name}`) ?? null;
  }

  /** Where nothing can be stored it is forgotten with the page. */
  remember(name: string, value: string): string {
    try {
      this.#storage?.setItem(`${this.#prefix}${name}`, value);
    } catch {
      // The storage is full or refused: the visitor is somebody else on the next page.
    }
    return value;
  }

  /** Whoever comes next is somebody else. */
  forget(): void {
    for (const name of Object.keys(this.#storage ?? {}))
      if (name.startsWith(this.#prefix)) this.#storage?.removeItem(name);
  }

  /** Whether this browser was somebody else's on this site before, as whom the page has vouched or the browser remembered; what is remembered of them goes. */
  isNew(visitorId: string): boolean {
    const before = this.recall('visitor');
    const isNew = before !== null && before !== visitorId;
    if (isNew) {
      this.forget();
      // The browser's own secret is nobody's.
      this.remember('secret', this.#secret);
    }
    this.remember('visitor', visitorId);
    return isNew;
  }

  get profile(): Profile {
    return { name: this.recall('name') ?? undefined, email: this.recall('email') ?? undefined };
  }

  picture(agentId: string): string {
    return `${location.origin}/api/v1/sites/${this.siteId}/agents/${agentId}/picture`;
  }

  site(): Promise<Site> {
    return ask<Site>(`/api/v1/sites/${this.siteId}`);
  }

  /** One that is good for a while; `fresh`: not the one that is held. */
  async token(fresh: boolean): Promise<VisitorToken> {
    const held = this.#token;
    if (!fresh && held !== undefined && Date.parse(held.expiresAt) - Date.now() > GOOD_FOR_MS) return held;
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    this.#token = await this.#asking;
    return this.#token;
  }

  async #ask(): Promise<VisitorToken> {
    const identity = await this.#identity();
    const known = { siteId: this.siteId, secret: this.#secret };
    const body = JSON.stringify(identity === null ? known : { ...known, identity });
    const headers = { 'Content-Type': 'application/json' };
    return ask<VisitorToken>('/api/v1/visitors/token', { method: 'POST', headers, body });
  }

  async sessions(): Promise<readonly PastSession[]> {
    return (await this.#get<{ sessions: PastSession[] }>('/api/v1/sessions')).sessions;
  }

  /** The page of history before `n`. */
  history(session: string, before: number): Promise<{ events: SessionFrameEvent[]; older: boolean }> {
    return this.#get(`/api/v1/sessions/${session}/history?before=${String(before)}&limit=50`);
  }

  get #prefix(): string {
    return `holdfast:${this.siteId}:`;
  }

  async #get<T>(path: string): Promise<T> {
    const { token } = await this.token(false);
    return ask<T>(path, { headers: { Authorization: `Bearer ${token}` } });
  }
}

/** What a visitor's own token says that the page has vouched for. */
export function vouchedIn(token: string): Profile {
  const [, payload = ''] = token.split('.');
  const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
  const claims: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (byte) => byte.charCodeAt(0))));
  const { externalId, name, email } = claims as Profile & { readonly externalId?: string };
  if (externalId === undefined) return {};
  return { ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) };
}

/** Gives up after some times what the server allows itself: a browser would wait for many minutes on a line that has died without an error. */
async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(path, { ...init, signal: AbortSignal.timeout(15_000) });
  if (!answer.ok) throw new Declined(answer.status);
  return (await answer.json()) as T;
}

/** 128 random bits as base64url. */
function randomSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** This origin's storage, or null where the browser refuses it. */
export function openStorage(kind: 'localStorage' | 'sessionStorage' = 'localStorage'): Storage | null {
  try {
    const storage = globalThis[kind];
    storage.getItem('holdfast');
    return storage;
  } catch {
    return null;
  }
}
