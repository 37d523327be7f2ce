import type {
  ClientDeskCommand,
  ClientSessionCommand,
  InboxCounts,
  InboxFilter,
  InboxOnly,
  InboxRow,
  InboxSort,
  Outcome,
  RosterAgent,
  SessionFrameEvent,
  Visibility,
} from '@holdfast/contracts';
import type { Clock } from './clock.ts';
import type { ConnectionView } from './connection-view.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { Readable } from './readable.ts';
import type { SessionView } from './entries.ts';
import type { SocketFactory } from './socket.ts';

/** An access token; with `expiresAt` (ISO 8601) the client fetches and presents the next one a minute before. */
export interface Token {
  readonly token: string;
  readonly expiresAt?: string | undefined;
}

export interface ChatClientOptions {
  /** `ws://…/ws` or `wss://…/ws`. */
  readonly url: string;
  /**
   * The token to present. `fresh` is true when the one before was not accepted or is about to expire: a cached one will not do.
   * Null: there is no identity (any more), which stops the client as `signed-out`. A rejection is a failed try like any other.
   */
  readonly token: (ask: { readonly fresh: boolean }) => Promise<Token | null>;
  readonly storage: OutboxStore;
  /**
   * Name under which the tabs of one person on one origin find each other; one of them owns the socket. Needs a store
   * that tabs share (`kept: 'device'`). Absent: this client has a socket of its own.
   */
  readonly tabs?: string;
  /** This page load, `[A-Za-z0-9_-]{1,64}`; random where absent. */
  readonly client?: string;
  readonly clock?: Clock;
  readonly socket?: SocketFactory;
  /** Between 0 and 1, for jitter. */
  readonly random?: () => number;
  /** Told of what should not happen: a hole, a frame that is not of the protocol, a store that fails. */
  readonly report?: (problem: ClientProblem) => void;
}

/** Something that should not happen and was dealt with; worth a log line. `session` where it concerns one. */
export interface ClientProblem {
  readonly kind: 'hole' | 'bad-frame' | 'frozen' | 'epoch-changed' | 'store-failed' | 'token-failed';
  readonly session?: string;
  readonly detail?: string;
}

/** What became of a command. `failed`: the gateway turned it away and it never went further. */
export type CommandResult = Outcome | { readonly commandId: string; readonly kind: 'failed'; readonly reason: string };

type DataOf<C extends { type: string; data: unknown }, T extends C['type']> = Extract<C, { type: T }>['data'];
export type SessionCommandType = Exclude<ClientSessionCommand['type'], 'PostMessage' | 'MarkReceipts' | 'Withdraw'>;
export type SessionCommandData<T extends SessionCommandType> = DataOf<ClientSessionCommand, T>;
export type DeskCommandType = ClientDeskCommand['type'];
export type DeskCommandData<T extends DeskCommandType> = DataOf<ClientDeskCommand, T>;

/** One session as this client follows it. Followed from the first `client.session(id)` until as many `release()`s. */
export interface SessionHandle {
  readonly id: string;
  readonly view: Readable<SessionView>;
  /**
   * Posts a message (public unless said otherwise): it is shown at once with a clock. Answers its command id, which is also the entry's id.
   * `mentions` are the agents that a note calls.
   */
  post(text: string, options?: { readonly visibility?: Visibility; readonly mentions?: readonly string[] }): string;
  /** Issues any other command, in order behind what was posted before. Settles when its outcome is known, however long that takes. */
  send<T extends SessionCommandType>(type: T, data: SessionCommandData<T>): Promise<CommandResult>;
  /** Sends a refused or failed message again, as a fresh command at the end. Answers the fresh id; null when `id` is not such a message. */
  retry(id: string): Promise<string | null>;
  /** Takes a message back if the log does not have it yet; a refused or failed one just goes. The log says which came first. */
  discard(id: string): Promise<void>;
  /** Tells the others that this person is typing; call it on each key press, it is sent sparingly. */
  typing(on: boolean, options?: { readonly internal?: boolean }): void;
  /** Tells colleagues that this person is looking at the session, until it is told otherwise or released. */
  viewing(on: boolean): void;
  /** The person has had everything up to this `w` before their eyes. */
  seen(w: number): void;
  /** Puts a page of older history (ascending, from `GET /api/v1/sessions/:id/history`) before what is held. `older`: there is still more. */
  prepend(events: readonly SessionFrameEvent[], older: boolean): void;
  /** Hears each event once, in order, as it arrives after the first sync; for sounds, titles and oracles. */
  onEvent(listener: (event: SessionFrameEvent) => void): () => void;
  release(): void;
}

/** A window of the agents' inbox. */
export interface InboxView {
  readonly filter: InboxFilter;
  /** As it was asked for; absent: the filter's own order. */
  readonly sort?: InboxSort;
  /** What the filter is narrowed to; absent: nothing. */
  readonly only?: InboxOnly;
  readonly offset: number;
  /** How many rows the filter has in all, narrowed. */
  readonly total: number;
  readonly rows: readonly InboxRow[];
  readonly counts: InboxCounts;
  /** False until what was asked for has arrived (this filter, sort, narrowing and offset), while the connection is not live, and while more than eight other tabs were looked at since. */
  readonly current: boolean;
}

export interface InboxHandle {
  readonly view: Readable<InboxView>;
  /** Shows this window from here on, in this tab. Call it again when the page becomes visible: of more than eight tabs those that asked last have theirs. */
  watch(window: {
    readonly filter: InboxFilter;
    readonly sort?: InboxSort | undefined;
    readonly only?: InboxOnly | undefined;
    readonly offset?: number;
    readonly limit?: number;
  }): void;
}

/** The agents of the workspace. */
export type RosterView = readonly RosterAgent[];

export interface ChatClient {
  readonly connection: Readable<ConnectionView>;
  readonly inbox: InboxHandle;
  readonly roster: Readable<RosterView>;
  session(id: string): SessionHandle;
  /** Issues a command to the desk: `SetAvailability`, `ClaimChat`. */
  desk<T extends DeskCommandType>(type: T, data: DeskCommandData<T>): Promise<CommandResult>;
  /** A session id for a conversation not opened yet. */
  newSessionId(): string;
  /** Called again it tries at once: after `signed-out`, and while it waits for its next try. */
  start(): void;
  /** Closes the socket and lets another tab lead. What is in the outbox stays there. */
  stop(): void;
}
