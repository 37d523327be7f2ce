import type { ValueProvider } from '@angular/core';
import { FETCH } from './http.ts';

type Answer = Pick<Response, 'ok' | 'status' | 'headers' | 'text'>;

/** As much of the gateway's HTTP as signing in and one question need. */
export class FakeServer {
  cookie = false;
  isDown = false;
  isBehind = false;
  /** What is asked gets no answer, nor an error. */
  isSilent = false;
  /** What it answers breaks off in the middle. */
  isCut = false;
  limit = false;
  /** Until when the answer to a change of password is on its way. */
  answers: Promise<unknown> = Promise.resolve();
  lifetimeMs = 600_000;
  /** What is known of the workspace. */
  workspace: object = { name: 'Workspace' };
  /** The token that questions are accepted with; absent: the last one. */
  accepted: string | undefined;
  #tokens = 0;
  #asked = 0;
  #waiting: (() => void)[] = [];

  readonly provider: ValueProvider = {
    provide: FETCH,
    useValue: (path: string, init?: RequestInit) => this.#answer(path, init),
  };

  get requests(): number {
    return this.#asked;
  }

  /** When at least so many requests were made. */
  async asked(times: number): Promise<void> {
    while (this.#asked < times) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async #answer(path: string, init: RequestInit | undefined): Promise<Answer> {
    this.#asked++;
    for (const heard of this.#waiting.splice(0)) heard();
    await Promise.resolve();
    if (this.isDown) throw new TypeError('network');
    if (this.isSilent) return aborted(init?.signal);
    const answer = await this.#route(path, init);
    return this.isCut ? { ...answer, text: () => Promise.reject(new TypeError('network')) } : answer;
  }

  async #route(path: string, init: RequestInit | undefined): Promise<Answer> {
    switch (path) {
      case '/api/v1/auth/login':
        if (this.limit) return respond(429, { code: 'too-fast' }, { 'Retry-After': '30' });
        if (typeof init?.body !== 'string' || !init.body.includes('"right"'))
          return respond(401, { code: 'wrong-credentials' });
        this.cookie = true;
        return this.#session();
      case '/api/v1/auth/password':
        await this.answers;
        return typeof init?.body === 'string' && init.body.includes('"password":"right"')
          ? this.#session()
          : respond(401, { code: 'wrong-credentials' });
      case '/api/v1/auth/refresh':
        return this.cookie ? this.#session() : respond(401, { code: 'unauthenticated' });
      case '/api/v1/workspace':
        return this.#directory(init);
      default:
        return respond(404, { code: 'not-found' });
    }
  }

  #session() {
    this.#tokens++;
    return respond(200, {
      accessToken: `token-${this.#tokens}`,
      expiresAt: new Date(Date.now() + this.lifetimeMs).toISOString(),
      agent: { id: 'ada', name: 'Ada', email: 'ada@example.com', role: 'agent' },
      workspace: 'demo',
    });
  }

  #directory(init: RequestInit | undefined) {
    const sent = new Headers(init?.headers).get('Authorization');
    if (sent !== `Bearer ${this.accepted ?? `token-${this.#tokens}`}`) return respond(401, { code: 'unauthenticated' });
    return this.isBehind ? respond(503, { code: 'catching-up' }) : respond(200, this.workspace);
  }
}

/** Rejects once the signal is aborted, as `fetch` does. */
const aborted = (signal: AbortSignal | null | undefined): Promise<never> =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });

const respond = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  ok: status < 400,
  status,
  headers: new Headers(headers),
  text: () => Promise.resolve(JSON.stringify(body)),
});
