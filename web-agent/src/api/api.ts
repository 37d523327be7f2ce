import { inject, Injectable } from '@angular/core';
import type {
  Answer,
  ClientWorkspaceCommand,
  InviteAgent,
  MakeIdentityKey,
  Outcome,
  SearchMessages,
  SearchVisitors,
  SessionAudit,
  SessionDecisions,
  SessionHistory,
  VisitorSessions,
  WorkspaceDirectory,
} from '@holdfast/contracts';
import { Failure } from './failure.ts';
import { asJson, injectAsk } from './http.ts';
import { SignIn } from './sign-in.ts';

export type History = NonNullable<Answer<typeof SessionHistory>>;
export type Decisions = Answer<typeof SessionDecisions>;
export type Audit = Answer<typeof SessionAudit>;
export type SearchResult = Answer<typeof SearchMessages>;
export type VisitorsFound = Answer<typeof SearchVisitors>;
export type SessionsOfVisitor = Answer<typeof VisitorSessions>;
export type WorkspaceFacts = Answer<typeof WorkspaceDirectory>;
export type Invitation = NonNullable<Answer<typeof InviteAgent>>;
export type IdentityKey = NonNullable<Answer<typeof MakeIdentityKey>>;

const PAGE = 50;

/** What the console asks over HTTP, as the agent who is signed in. Everything throws `Failure`. */
@Injectable({ providedIn: 'root' })
export class Api {
  readonly #signIn = inject(SignIn);
  readonly #ask = injectAsk();

  /** The page of a session's events before the number `before`. */
  history(session: string, before: number, limit = PAGE): Promise<History> {
    return this.#get<History>(`/sessions/${session}/history?before=${before}&limit=${limit}`);
  }

  decisions(session: string, abort?: AbortSignal): Promise<Decisions> {
    return this.#get<Decisions>(`/sessions/${session}/decisions`, abort);
  }

  audit(session: string, abort?: AbortSignal): Promise<Audit> {
    return this.#get<Audit>(`/sessions/${session}/audit`, abort);
  }

  /** `session`: only in this one. */
  search(text: string, abort?: AbortSignal, session?: string): Promise<SearchResult> {
    const within = session === undefined ? '' : `&session=${session}`;
    return this.#get<SearchResult>(`/search?q=${encodeURIComponent(text)}${within}`, abort);
  }

  searchVisitors(text: string, abort?: AbortSignal): Promise<VisitorsFound> {
    return this.#get<VisitorsFound>(`/visitors?q=${encodeURIComponent(text)}`, abort);
  }

  /** The conversations of a visitor, newest first. */
  sessionsOf(visitorId: string, abort?: AbortSignal): Promise<SessionsOfVisitor> {
    return this.#get<SessionsOfVisitor>(`/visitors/${visitorId}/sessions`, abort);
  }

  workspace(abort?: AbortSignal): Promise<WorkspaceFacts> {
    return this.#get<WorkspaceFacts>('/workspace', abort);
  }

  /** What becomes of a command for the workspace. The same command may be given again: it is carried out once. */
  async change(command: ClientWorkspaceCommand): Promise<Outcome> {
    const answer = await this.#post<{ outcomes: Outcome[] }>('/workspace/commands', { commands: [command] });
    const [outcome] = answer.outcomes;
    if (outcome === undefined) throw new Failure('failed');
    return outcome;
  }

  /** A link with which the agent chooses a password of their own; the one before holds no longer. */
  invite(agentId: string): Promise<Invitation> {
    return this.#post<Invitation>(`/agents/${agentId}/invitation`);
  }

  /** A new key for the site; the one before holds no longer. */
  makeIdentityKey(siteId: string): Promise<IdentityKey> {
    return this.#post<IdentityKey>(`/sites/${siteId}/identity-key`);
  }

  #get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.#send<T>(path, signal === undefined ? {} : { signal });
  }

  #post<T>(path: string, body?: unknown): Promise<T> {
    return this.#send<T>(path, body === undefined ? { method: 'POST' } : asJson(body));
  }

  async #send<T>(path: string, init: RequestInit): Promise<T> {
    try {
      return await this.#once<T>(path, false, init);
    } catch (error) {
      // The token may have been taken back since it was fetched: one more try with a fresh one.
      if (!(error instanceof Failure) || error.kind !== 'signed-out') throw error;
      return this.#once<T>(path, true, init);
    }
  }

  async #once<T>(path: string, fresh: boolean, init: RequestInit): Promise<T> {
    const held = await this.#signIn.token({ fresh });
    if (held === null) throw new Failure('signed-out');
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer ${held.token}`);
    return (await this.#ask(path, { ...init, headers })) as T;
  }
}
