import { inject, Injectable } from '@angular/core';
import type {
  Answer,
  SearchMessages,
  SessionAudit,
  SessionDecisions,
  SessionHistory,
  WorkspaceDirectory,
} from '@holdfast/contracts';
import { Failure } from './failure.ts';
import { injectAsk } from './http.ts';
import { SignIn } from './sign-in.ts';

export type History = NonNullable<Answer<typeof SessionHistory>>;
export type Decisions = Answer<typeof SessionDecisions>;
export type Audit = Answer<typeof SessionAudit>;
export type SearchResult = Answer<typeof SearchMessages>;
export type WorkspaceFacts = Answer<typeof WorkspaceDirectory>;

const PAGE = 50;

/** What the console reads over HTTP, as the agent who is signed in. Everything throws `Failure`. */
@Injectable({ providedIn: 'root' })
export class Api {
  readonly #signIn = inject(SignIn);
  readonly #ask = injectAsk();

  /** The page of a session's events before the number `before`. */
  history(session: string, before: number): Promise<History> {
    return this.#get<History>(`/sessions/${session}/history?before=${before}&limit=${PAGE}`);
  }

  decisions(session: string, abort?: AbortSignal): Promise<Decisions> {
    return this.#get<Decisions>(`/sessions/${session}/decisions`, abort);
  }

  audit(session: string, abort?: AbortSignal): Promise<Audit> {
    return this.#get<Audit>(`/sessions/${session}/audit`, abort);
  }

  search(text: string, abort?: AbortSignal): Promise<SearchResult> {
    return this.#get<SearchResult>(`/search?q=${encodeURIComponent(text)}`, abort);
  }

  workspace(abort?: AbortSignal): Promise<WorkspaceFacts> {
    return this.#get<WorkspaceFacts>('/workspace', abort);
  }

  async #get<T>(path: string, abort?: AbortSignal): Promise<T> {
    try {
      return await this.#once<T>(path, false, abort);
    } catch (error) {
      // The token may have been taken back since it was fetched: one more try with a fresh one.
      if (!(error instanceof Failure) || error.kind !== 'signed-out') throw error;
      return this.#once<T>(path, true, abort);
    }
  }

  async #once<T>(path: string, fresh: boolean, abort: AbortSignal | undefined): Promise<T> {
    const held = await this.#signIn.token({ fresh });
    if (held === null) throw new Failure('signed-out');
    const headers = { Authorization: `Bearer ${held.token}` };
    return (await this.#ask(path, { headers, ...(abort === undefined ? {} : { signal: abort }) })) as T;
  }
}
