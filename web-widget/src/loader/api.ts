/*
 * What a page may ask of Holdfast. This file is also what integrators get as `holdfast.d.ts`, so it stands alone and holds types only.
 */

/** What is known of a visitor. Nobody vouches for it, unless it comes in a signed token. */
export interface Profile {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

/** A JWT that your server signs for the person who is signed in, or how to get one: it is asked for again before the one before ends. */
export type IdentityToken = string | (() => Promise<string>);

export interface HoldfastOptions {
  /** The id of a site of your workspace. */
  readonly site: string;
  /** BCP 47; absent: the page's own language, else the browser's. */
  readonly locale?: string | undefined;
  readonly theme?: 'light' | 'dark' | 'auto' | undefined;
  /** Fills what visitors would be asked before they write. */
  readonly visitor?: Profile | undefined;
  readonly identity?: IdentityToken | undefined;
}

/** Where the visitor stands in the queue. */
export interface QueuePlace {
  /** From 1. */
  readonly position: number;
  /** In ms; null while nothing is known. */
  readonly expectedWaitMs: number | null;
}

/** `none`: no conversation. `waiting`: nobody has it yet. `open`: somebody has. `closed`: it is over. */
export type Status = 'none' | 'waiting' | 'open' | 'closed';

export interface ToldMessage {
  readonly from: 'visitor' | 'agent';
  readonly name: string | null;
  readonly text: string;
}

export interface HoldfastEvents {
  /** The conversation can be opened without waiting. */
  ready: null;
  /** How many messages the visitor has not seen. */
  unread: number;
  /** Null: not in the queue. */
  queue: QueuePlace | null;
  status: Status;
  open: null;
  close: null;
  /** A message, of whichever side, in whichever conversation. */
  message: ToldMessage;
}
export type HoldfastEvent = keyof HoldfastEvents;

export interface Holdfast {
  /** Shows the button. Again: takes the options over. */
  (call: 'boot', options: HoldfastOptions): void;
  (call: 'update', options: Partial<Omit<HoldfastOptions, 'site'>>): void;
  /** Says who the visitor is: by their word, or signed by you. */
  (call: 'identify', who: Profile | { readonly token: IdentityToken }): void;
  /**
   * `hide` takes button and conversation away, `show` brings them back.
   * `shutdown` removes everything and forgets the visitor, as a sign-out should.
   */
  (call: 'show' | 'hide' | 'open' | 'close' | 'toggle' | 'shutdown'): void;
  /** Opens a new conversation, with this in the field. */
  (call: 'newMessage', text?: string): void;
  /** @returns how to hear no more of it */
  <E extends HoldfastEvent>(call: 'on', event: E, listener: (told: HoldfastEvents[E]) => void): () => void;
  <E extends HoldfastEvent>(call: 'off', event: E, listener: (told: HoldfastEvents[E]) => void): void;
  /** Calls made before the loader came. */
  q?: ArrayLike<unknown>[];
}
