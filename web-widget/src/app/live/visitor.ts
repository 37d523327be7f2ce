import type { SessionFrameEvent } from '@holdfast/contracts';
import type { Profile } from '../../loader/protocol';

export type AskFor = 'off' | 'optional' | 'required';

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

/** What the widget asks of the gateway over HTTP, as this browser's visitor on one site. */
export class Visitor {
  readonly siteId: string;
  readonly #storage: Storage | null;
  readonly #identity: () => Promise<string | null>;
  readonly #secret: string;
  #token: Promise<VisitorToken> | undefined;

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

  get profile(): Profile {
    return { name: this.recall('name') ?? undefined, email: this.recall('email') ?? undefined };
  }

  picture(agentId: string): string {
    return `${location.origin}/api/v1/sites/${this.siteId}/agents/${agentId}/picture`;
  }

  site(): Promise<Site> {
    return answerOf<Site>(fetch(`/api/v1/sites/${this.siteId}`));
  }

  token(fresh: boolean): Promise<VisitorToken> {
    if (fresh || this.#token === undefined) {
      const asked = this.#ask();
      this.#token = asked;
      asked.catch(() => {
        if (this.#token === asked) this.#token = undefined;
      });
    }
    return this.#token;
  }

  async #ask(): Promise<VisitorToken> {
    const identity = await this.#identity();
    const known = { siteId: this.siteId, secret: this.#secret };
    const body = JSON.stringify(identity === null ? known : { ...known, identity });
    const headers = { 'Content-Type': 'application/json' };
    return answerOf<VisitorToken>(fetch('/api/v1/visitors/token', { method: 'POST', headers, body }));
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
    return answerOf<T>(fetch(path, { headers: { Authorization: `Bearer ${token}` } }));
  }
}

async function answerOf<T>(response: Promise<Response>): Promise<T> {
  const answer = await response;
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
