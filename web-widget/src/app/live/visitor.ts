import type { SessionFrameEvent } from '@holdfast/contracts';

/** How the widget of a site presents itself. */
export interface Site {
  readonly siteId: string;
  readonly name: string;
  readonly greeting?: string;
  readonly colour?: string;
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
  readonly #secret: string;
  #token: Promise<VisitorToken> | undefined;

  constructor(siteId: string, storage: Storage | null) {
    this.siteId = siteId;
    this.#storage = storage;
    this.#secret = this.recall('secret') ?? this.remember('secret', randomSecret());
  }

  /** What was remembered under this name on this site, in this browser. */
  recall(name: string): string | null {
    return this.#storage?.getItem(`holdfast:${this.siteId}:${name}`) ?? null;
  }

  /** Where nothing can be stored it is forgotten with the page. */
  remember(name: string, value: string): string {
    try {
      this.#storage?.setItem(`holdfast:${this.siteId}:${name}`, value);
    } catch {
      // The storage is full or refused: the visitor is somebody else on the next page.
    }
    return value;
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

  #ask(): Promise<VisitorToken> {
    const body = JSON.stringify({ siteId: this.siteId, secret: this.#secret });
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
export function openStorage(): Storage | null {
  try {
    const { localStorage } = globalThis;
    localStorage.getItem('holdfast');
    return localStorage;
  } catch {
    return null;
  }
}
