import type {
  InboxFilter,
  InboxOnly,
  InboxSort,
  PublicActor,
  RosterAgent,
  SessionFrameEvent,
} from '@holdfast/contracts';
import type { CommandResult } from './client-api.ts';
import type { ConnectionView } from './connection-view.ts';
import type { Freshness, SessionStanding } from './entries.ts';
import type { ShownWindow } from './inbox.ts';
import type { Target } from './outbox-store.ts';
import type { SessionState } from './session-view.ts';

/*
 * What tabs and the engine say to each other. The engine runs in one tab, next to the socket; every tab (that one too) only
 * asks it for things and shows what it tells. All of it can be cloned, so that it can cross a BroadcastChannel.
 */

/** A window of the inbox. */
export interface InboxWindow {
  readonly filter: InboxFilter;
  readonly sort?: InboxSort;
  readonly only?: InboxOnly;
  readonly offset: number;
  readonly limit: number;
}

/** From a tab to the engine. `tab` names the one who asks, where that matters. */
export type Ask =
  /** A tab is there: tell it everything. */
  | { readonly k: 'join'; readonly tab: string }
  | { readonly k: 'leave'; readonly tab: string }
  | { readonly k: 'follow'; readonly tab: string; readonly session: string }
  | { readonly k: 'unfollow'; readonly tab: string; readonly session: string }
  /** A row is about to be added to the outbox: no sending of it can be under way. */
  | { readonly k: 'adding'; readonly target: Target; readonly id: string }
  /** Rows of the target were added or changed. */
  | { readonly k: 'changed'; readonly target: Target }
  | { readonly k: 'seen'; readonly session: string; readonly w: number }
  | {
      readonly k: 'signal';
      readonly session: string;
      readonly kind: 'typing' | 'viewing';
      readonly on: boolean;
      readonly internal: boolean;
    }
  | { readonly k: 'watch'; readonly tab: string; readonly window: InboxWindow }
  /** The network may be back, or the machine has slept, for so long. */
  | { readonly k: 'probe'; readonly sleptMs: number }
  /** Somebody looks at a tab; said about once a second. */
  | { readonly k: 'watched' }
  /** Somebody wants to be connected who was signed out. */
  | { readonly k: 'start' };

/** From the engine to every tab. */
export type Tell =
  | { readonly k: 'connection'; readonly view: Omit<ConnectionView, 'tab'> }
  /** The whole of a session: what was told before of it counts no more. */
  | {
      readonly k: 'session';
      readonly session: string;
      readonly state: SessionState;
      readonly freshness: Freshness;
      readonly events: readonly SessionFrameEvent[];
    }
  /** Events that follow; `state` is the session after them, left out where it would have to be copied. */
  | {
      readonly k: 'events';
      readonly session: string;
      readonly events: readonly SessionFrameEvent[];
      readonly state?: SessionState;
    }
  | { readonly k: 'freshness'; readonly session: string; readonly freshness: Freshness }
  | { readonly k: 'result'; readonly target: Target; readonly result: CommandResult }
  | { readonly k: 'rows'; readonly target: Target }
  | {
      readonly k: 'signal';
      readonly session: string;
      readonly from: PublicActor;
      readonly kind: 'typing' | 'viewing';
      readonly on: boolean;
      readonly internal?: true;
    }
  /** Counts until the session is no longer live. */
  | { readonly k: 'standing'; readonly session: string; readonly standing: SessionStanding }
  /** The window of one tab; its counts are everybody's. Null: it is watched no longer. */
  | { readonly k: 'inbox'; readonly tab: string; readonly inbox: ShownWindow | null }
  | { readonly k: 'roster'; readonly agents: readonly RosterAgent[] };
