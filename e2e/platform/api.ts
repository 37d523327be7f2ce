import type { Platform } from './stack.ts';
import type { Account } from './workspace.ts';

export interface SignIn {
  readonly accessToken: string;
  readonly expiresAt: string;
  /** What a browser would send back to refresh or to sign out. */
  readonly cookie: string;
}

/** The gateway's HTTP interface. */
export class Api {
  readonly #base: string;

  constructor(platform: Platform) {
    this.#base = platform.stack.urls.api;
  }

  ask(method: 'GET' | 'POST', path: string, token?: string, body?: unknown, cookie?: string): Promise<Response> {
    return fetch(`${this.#base}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(cookie === undefined ? {} : { cookie }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async signIn({ email, password }: Account): Promise<SignIn> {
    const answer = await this.ask('POST', '/auth/login', undefined, { email, password });
    if (!answer.ok) throw new Error(`no sign-in: ${String(answer.status)} ${await answer.text()}`);
    const { accessToken, expiresAt } = (await answer.json()) as { accessToken: string; expiresAt: string };
    const cookie = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
    return { accessToken, expiresAt, cookie: cookie.join('; ') };
  }

  async visitorToken(siteId: string, secret: string): Promise<{ token: string; expiresAt: string; visitorId: string }> {
    const answer = await this.ask('POST', '/visitors/token', undefined, { siteId, secret });
    if (!answer.ok) throw new Error(`no token: ${String(answer.status)} ${await answer.text()}`);
    return (await answer.json()) as { token: string; expiresAt: string; visitorId: string };
  }
}
