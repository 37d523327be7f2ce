import { inject, InjectionToken } from '@angular/core';
import { Failure, failureOf } from './failure.ts';

/** The browser's `fetch`; handed in so that specs can stand in for the server. */
export const FETCH = new InjectionToken<typeof fetch>('fetch', {
  providedIn: 'root',
  factory: () => (input, init) => fetch(input, init),
});

export type Ask = (path: string, init?: RequestInit) => Promise<unknown>;

/** Some times what the server allows itself, in ms: a browser would wait for many minutes on a line that has died without an error. */
const ANSWER_WITHIN_MS = 15_000;

/**
 * Asks the API of our own origin; answers its JSON, or undefined where there is none. Throws `Failure`, or what a `fetch` throws that the caller has
 * aborted. An answer that does not come, or not whole, is none: `unreachable`.
 */
export function injectAsk(): Ask {
  const send = inject(FETCH);
  return async (path, init = {}) => {
    const inTime = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const signal = init.signal ? AbortSignal.any([init.signal, inTime]) : inTime;
    try {
      const response = await send(`/api/v1${path}`, { credentials: 'same-origin', ...init, signal });
      const body = parsed(await response.text());
      if (!response.ok) throw failureOf(response, codeOf(body));
      return body;
    } catch (cause) {
      if (cause instanceof Failure || init.signal?.aborted === true) throw cause;
      throw new Failure('unreachable', { cause });
    }
  };
}

/** Undefined: it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const asJson = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

const codeOf = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' ? body.code : undefined;
