import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientDeskCommand, ClientSessionCommand, Outcome } from '@holdfast/contracts';
import type { Place } from './place.ts';

/** A command without its id. */
type Act<T> = T extends { id: string } ? Omit<T, 'id'> : never;
type Answer = { readonly outcomes: readonly Outcome[] };

const TRIES = 40;

/** Writes conversations through the gateway's HTTP interface, as people who are not on any screen. */
export class Chats {
  readonly #place: Place;
  readonly #agents = new Map<string, string>();
  /** The same words were written at other widths before. */
  readonly #began = Date.now();

  constructor(place: Place) {
    this.#place = place;
  }

  /** Opens a chat with this first message, and answers its id. */
  async open(name: string | undefined, ...texts: readonly string[]): Promise<string> {
    const session = randomUUID();
    const [first = 'Hello', ...more] = texts;
    await this.visitor(session, [
      {
        type: 'OpenSession',
        data: {
          siteId: this.#place.demo.site,
          visitor: name === undefined ? {} : { name, email: `${name.toLowerCase().replace(/\W+/g, '.')}@mail.example` },
          page: { url: `${this.#place.urls.shop}#kettles`, title: 'Kettles' },
          locale: 'en-GB',
        },
      },
      { type: 'PostMessage', data: { text: first, visibility: 'public' } },
    ]);
    for (const text of more) await this.says(session, text);
    return session;
  }

  says(session: string, text: string): Promise<void> {
    return this.visitor(session, [{ type: 'PostMessage', data: { text, visibility: 'public' } }]);
  }

  /** The agent takes it. The desk hears of a chat a moment after the session: what is too early for it is asked again. */
  async take(agent: string, session: string): Promise<void> {
    const claim = { type: 'ClaimChat', data: { session } } satisfies Act<ClientDeskCommand>;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#settle(() => this.#agent(agent), '/desk/commands', [claim]);
        return;
      } catch (error) {
        if (attempt === TRIES || !String(error).includes('not-waiting')) throw error;
        await delay(100);
      }
    }
  }

  answers(agent: string, session: string, text: string, visibility: 'public' | 'internal' = 'public'): Promise<void> {
    return this.agent(agent, session, [{ type: 'PostMessage', data: { text, visibility } }]);
  }

  agent(name: string, session: string, acts: readonly Act<ClientSessionCommand>[]): Promise<void> {
    return this.#settle(() => this.#agent(name), `/sessions/${session}/commands`, acts);
  }

  visitor(session: string, acts: readonly Act<ClientSessionCommand>[]): Promise<void> {
    return this.#settle(() => this.#visitor(session), `/sessions/${session}/commands`, acts);
  }

  /** The chat in which somebody on a screen has just written this. */
  async find(text: string): Promise<string> {
    const path = `/search?q=${encodeURIComponent(text)}`;
    const token = await this.#agent('ines');
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const { hits } = await this.#ask<{ hits: { session: string; at: string }[] }>(path, undefined, token);
      const hit = hits.find(({ at }) => Date.parse(at) >= this.#began);
      if (hit !== undefined) return hit.session;
      await delay(100);
    }
    throw new Error(`nobody wrote ${text}`);
  }

  async #settle(token: () => Promise<string>, path: string, acts: readonly object[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const commands = acts.map((act) => ({ id: randomUUID(), ...act }));
      const { outcomes } = await this.#ask<Answer>(path, { commands }, await token());
      const refused = outcomes.find(({ kind }) => kind !== 'stored');
      if (refused === undefined) return;
      // The desk has not heard of the chat yet.
      if (refused.kind !== 'refused' || refused.reason !== 'not-waiting' || attempt === TRIES)
        throw new Error(`${path}: ${JSON.stringify(refused)}`);
      await delay(100);
    }
  }

  async #agent(name: string): Promise<string> {
    const held = this.#agents.get(name);
    if (held !== undefined) return held;
    const account = this.#place.demo.accounts.find(({ email }) => email.startsWith(`${name}@`));
    if (account === undefined) throw new Error(`there is no ${name}`);
    const { email, password } = account;
    const { accessToken } = await this.#ask<{ accessToken: string }>('/auth/login', { email, password });
    this.#agents.set(name, accessToken);
    return accessToken;
  }

  /** Every chat is another visitor's. */
  async #visitor(session: string): Promise<string> {
    const secret = createHash('sha256').update(session).digest('base64url').slice(0, 22);
    const { site: siteId } = this.#place.demo;
    return (await this.#ask<{ token: string }>('/visitors/token', { siteId, secret })).token;
  }

  /** What is too early or too fast is asked again. */
  async #ask<T>(path: string, body: object | undefined, token?: string): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const answer = await fetch(`${this.#place.urls.api}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (answer.ok) return (await answer.json()) as T;
      if (attempt === TRIES || ![404, 429, 503, 504].includes(answer.status))
        throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
      await delay(250);
    }
  }
}
