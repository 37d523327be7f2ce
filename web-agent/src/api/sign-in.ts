import { computed, inject, Injectable, signal } from '@angular/core';
import type { Answer, ReadInvitation, Role } from '@holdfast/contracts';
import { Failure } from './failure.ts';
import { asJson, injectAsk } from './http.ts';
import { REFRESH_LOCK } from './refresh-lock.ts';

export interface SignedInAgent {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}
type InvitedAs = NonNullable<Answer<typeof ReadInvitation>>;
interface Session {
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly agent: SignedInAgent;
  readonly workspace: string;
}

/**
 * `unknown`: it is being found out whether the cookie still signs somebody in. `unreachable`: that could not be found out yet; it is tried again.
 */
export type SignInState = 'unknown' | 'unreachable' | 'signed-out' | 'signed-in';

/** A token this close to its end is replaced before it is used, in ms. */
const RENEW_BEFORE_MS = 60_000;
const RETRY_MS = { first: 1_000, cap: 15_000 } as const;

/**
 * Who is signed in. The access token lives in memory only; the refresh token is a cookie that no script sees, good for one use:
 * tabs take turns, since a spent one would end the whole sign-in.
 */
@Injectable({ providedIn: 'root' })
export class SignIn {
  readonly #ask = injectAsk();
  readonly #lock = inject(REFRESH_LOCK);
  readonly #session = signal<Session | null>(null);
  readonly #state = signal<SignInState>('unknown');
  readonly #isEnded = signal(false);
  #refreshing: Promise<Session | null> | undefined;

  readonly state = this.#state.asReadonly();
  /** The server has ended the sign-in that was: the password was changed elsewhere, say, or somebody may not sign in any more. */
  readonly isEnded = computed(() => this.#isEnded() && this.#state() === 'signed-out');
  readonly agent = computed(() => this.#session()?.agent ?? null);
  readonly workspace = computed(() => this.#session()?.workspace ?? null);

  /** Signs in by the cookie where there is one. Tries until the server says yes or no. */
  async restore(): Promise<void> {
    if (!mayBeSignedIn()) {
      this.#state.set('signed-out');
      return;
    }
    for (let wait: number = RETRY_MS.first; ; wait = Math.min(wait * 2, RETRY_MS.cap)) {
      try {
        await this.#refresh();
        return;
      } catch {
        // Somebody may have signed in meanwhile.
        if (this.#session() !== null) return;
        this.#state.set('unreachable');
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  /** Throws `Failure`. */
  async signIn(email: string, password: string): Promise<void> {
    await this.#enter('/auth/login', { email, password });
  }

  /**
   * Changes one's own password; every other sign-in ends. Whoever asks for a token meanwhile waits: the cookie of this browser is replaced.
   * Throws `Failure`; `wrong-credentials`: `password` is not the one that is.
   */
  async changePassword(password: string, newPassword: string): Promise<void> {
    await this.#enter('/auth/password', { email: this.agent()?.email, password, newPassword });
  }

  /** Whom an invitation is for; null: it does not hold (any more). Throws `Failure`. */
  async invitation(token: string): Promise<InvitedAs | null> {
    try {
      return (await this.#ask('/auth/invitation', asJson({ token }))) as InvitedAs;
    } catch (error) {
      if (error instanceof Failure && error.kind === 'not-found') return null;
      throw error;
    }
  }

  /** Sets the password of whoever was invited, and signs in as them. Throws `Failure`; `not-found`: the invitation does not hold. */
  async accept(token: string, password: string): Promise<void> {
    await this.#enter('/auth/invitation/accept', { token, password });
  }

  /** Ends the sign-in here and on the server; if the server cannot be reached, here at least. */
  async signOut(): Promise<void> {
    this.#become(null);
    await this.#lock(() => this.#ask('/auth/logout', { method: 'POST' })).catch(() => undefined);
    this.#become(null);
  }

  /** The server has ended the sign-in. */
  forget(): void {
    if (this.#session() !== null) this.#isEnded.set(true);
    this.#become(null);
  }

  /** A token that is good for a while. `fresh`: the one before was not accepted. Null: nobody is signed in. Throws `Failure`. */
  async token({ fresh }: { readonly fresh: boolean }): Promise<{ token: string; expiresAt: string } | null> {
    const held = this.#session();
    const session = held !== null && !fresh && !endsSoon(held) ? held : await this.#refresh();
    return session === null ? null : { token: session.accessToken, expiresAt: session.expiresAt };
  }

  /** What replaces the cookie waits for its turn, so that no refresh goes out with the one before. */
  async #enter(path: string, body: object): Promise<void> {
    await this.#lock(async () => this.#become((await this.#ask(path, asJson(body))) as Session));
  }

  #refresh(): Promise<Session | null> {
    this.#refreshing ??= this.#lock(() => this.#exchange()).finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #exchange(): Promise<Session | null> {
    try {
      const session = (await this.#ask('/auth/refresh', { method: 'POST' })) as Session;
      this.#become(session);
      return session;
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'signed-out') throw error;
      this.forget();
      return null;
    }
  }

  #become(session: Session | null): void {
    if (session !== null) this.#isEnded.set(false);
    this.#session.set(session);
    this.#state.set(session === null ? 'signed-out' : 'signed-in');
    note(session !== null);
  }
}

/**
 * Whether this browser has signed in before and not out again: only then can there be a cookie, which no script sees, to ask the server with.
 * It says nothing of whom; where nothing can be kept, the server is asked.
 */
const MARK = 'holdfast:signed-in';

function mayBeSignedIn(): boolean {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return true;
  }
}

function note(isSignedIn: boolean): void {
  try {
    if (isSignedIn) localStorage.setItem(MARK, 'yes');
    else localStorage.removeItem(MARK);
  } catch {
    // Then the server is asked every time.
  }
}

const endsSoon = ({ expiresAt }: Session): boolean => Date.parse(expiresAt) - Date.now() < RENEW_BEFORE_MS;
