import { setTimeout as delay } from 'node:timers/promises';
import type { ClientDeskCommand, ClientSessionCommand, Outcome } from '@holdfast/contracts';
import { ActionableFailure } from '../../servers/failure.ts';

const GIVE_UP_AFTER_MS = 30_000;

/** The gateway's HTTP interface, as any integrator uses it. What is only too early or too fast is asked again. */
export class Api {
  readonly #url: string;
  readonly #signal: AbortSignal;

  constructor(url: string, signal: AbortSignal) {
    this.#url = url;
    this.#signal = signal;
  }

  /** Waits until the address answers. */
  async waitFor(path: string): Promise<void> {
    await this.#ask('GET', path, undefined, undefined, [404]);
  }

  async logIn(email: string, password: string): Promise<{ accessToken: string; expiresAt: string }> {
    return this.#ask('POST', '/auth/login', { email, password });
  }

  async visitorToken(siteId: string, secret: string): Promise<string> {
    const { token } = await this.#ask<{ token: string }>('POST', '/visitors/token', { siteId, secret });
    return token;
  }

  /** @throws ActionableFailure when one is refused */
  async session(token: string, session: string, commands: readonly ClientSessionCommand[]): Promise<void> {
    this.#stored(await this.#ask('POST', `/sessions/${session}/commands`, { commands }, token));
  }

  /** @throws ActionableFailure when one is refused */
  async desk(token: string, commands: readonly ClientDeskCommand[]): Promise<void> {
    this.#stored(await this.#ask('POST', '/desk/commands', { commands }, token));
  }

  #stored({ outcomes }: { outcomes: Outcome[] }): void {
    const refused = outcomes.find(({ kind }) => kind !== 'stored');
    if (refused !== undefined)
      throw new ActionableFailure(`The demo's command was not stored: ${JSON.stringify(refused)}.`, CURE);
  }

  async #ask<T>(
    method: string,
    path: string,
    body?: object,
    token?: string,
    again: readonly number[] = [],
  ): Promise<T> {
    const deadline = performance.now() + GIVE_UP_AFTER_MS;
    for (;;) {
      const answer = await fetch(`${this.#url}${path}`, {
        method,
        signal: this.#signal,
        headers: {
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.ok) return (text === '' ? {} : JSON.parse(text)) as T;
      const mayPass = [429, 503, 504, ...again].includes(answer.status);
      if (!mayPass || performance.now() > deadline) {
        throw new ActionableFailure(
          `The gateway answered ${String(answer.status)} to the demo's ${method} ${path}: ${text.slice(0, 200)}`,
          CURE,
        );
      }
      await delay(Math.min(2_000, Number(answer.headers.get('retry-after') ?? '0') * 1_000 || 50), undefined, {
        signal: this.#signal,
      });
    }
  }
}

const CURE = 'See gateway.log in the data folder; npm start -- --reset begins afresh.';
