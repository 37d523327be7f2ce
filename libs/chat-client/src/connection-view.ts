import type { Role } from '@holdfast/contracts';

/** Who the server says this client is. */
export interface Identity {
  readonly kind: 'visitor' | 'agent';
  readonly id: string;
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly workspace: string;
}

/**
 * `idle`: not started, or stopped. `connecting`: a socket is being opened. `syncing`: welcomed, sessions are being brought up to date.
 * `live`: everything shown is current. `waiting`: no connection; the next try is at `retryAt`.
 * `signed-out`: there is no token; `start()` tries again. `incompatible`: the server speaks another protocol or
 * did not understand us; reload the page.
 */
export type ConnectionStatus = 'idle' | 'connecting' | 'syncing' | 'live' | 'waiting' | 'signed-out' | 'incompatible';

export interface ConnectionView {
  readonly status: ConnectionStatus;
  /** Nothing has followed a ping for half a second: what is shown may not be current. */
  readonly doubtful?: true;
  /** ms since 1970. */
  readonly retryAt?: number;
  /** Tries since the connection was last stable. */
  readonly attempt: number;
  /** Whether this tab owns the socket, follows one that does, or is the only one. */
  readonly tab: 'leader' | 'follower' | 'alone';
  /** Known from the first welcome on, kept while disconnected. */
  readonly you?: Identity;
}
