import { inject, InjectionToken } from '@angular/core';
import { Failure, failureOf } from './failure.ts';

/** The browser's `fetch`; handed in so that specs can stand in for the server. */
export const FETCH = new InjectionToken<typeof fetch>('fetch', {
  providedIn: 'root',
  factory: () => (input, init) => fetch(input, init),
});

export type Ask = (path: string, init?: RequestInit) => Promise<unknown>;

/** Asks the API of our own origin; answers its JSON, or undefined where there is none. Throws `Failure`, or what an aborted `fetch` throws. */
export function injectAsk(): Ask {
  const send = inject(FETCH);
  return async (path, init = {}) => {
    const response = await send(`/api/v1${path}`, { credentials: 'same-origin', ...init }).catch((cause: unknown) => {
      if (init.signal?.aborted === true) throw cause;
      throw new Failure('unreachable', { cause });
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw failureOf(response, codeOf(body));
    return body;
  };
}

export const asJson = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

const codeOf = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' ? body.code : undefined;
