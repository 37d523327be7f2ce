import type { HoldfastEvent, HoldfastEvents, Profile, QueuePlace, Status, ToldMessage } from './api.ts';

/*
 * What the page's part (the loader) and the frame say to each other. The frame wraps its own in `{holdfast: …}`, so that the page's other
 * messages are told apart. Either side checks the origin.
 */

/** How the page wants the widget. Everything may be absent, and may change. */
export interface Wishes {
  readonly locale?: string | undefined;
  readonly theme?: 'light' | 'dark' | 'auto' | undefined;
  /** Not vouched for; fills what would be asked. */
  readonly visitor?: Profile | undefined;
}

/** The page that embeds the widget, as it introduced itself. */
export interface Page {
  readonly url: string;
  readonly title: string;
  readonly referrer: string;
}

export type ToFrame =
  | {
      readonly type: 'setup';
      readonly page: Page;
      readonly wishes: Wishes;
      /** Languages of page and browser, the most wanted first. */
      readonly languages: readonly string[];
      /** Whether the page can vouch for the visitor. */
      readonly vouches: boolean;
    }
  | { readonly type: 'shown' | 'hidden' }
  /** Begin a conversation, with this in the field. */
  | { readonly type: 'compose'; readonly text: string }
  /** Show this conversation. */
  | { readonly type: 'session'; readonly session: string }
  /** Answers `ask-identity`; null: the page has none; undefined: it could not be had. */
  | { readonly type: 'identity'; readonly token: string | null | undefined }
  /** Somebody else uses this browser from here on. */
  | { readonly type: 'forget' };

/** A message that came while nobody looked, for the bubble beside the button. */
export interface Preview {
  readonly id: string;
  readonly session: string;
  readonly name: string;
  readonly initials: string;
  /** Address of the sender's picture. */
  readonly picture: string;
  readonly text: string;
}

export type FromFrame =
  | { readonly type: 'ready' | 'close' | 'ask-identity' | 'forgotten' }
  /** `inTitle`: whether the page's title may say so. */
  | { readonly type: 'unread'; readonly count: number; readonly inTitle: boolean; readonly preview: Preview | null }
  /** Colours are CSS; empty: the usual ones. */
  | { readonly type: 'look'; readonly colour: string; readonly onColour: string; readonly language: string }
  | Told<'queue' | 'status' | 'message'>;

/** Passed on to whoever listens in the page. */
type Told<E extends HoldfastEvent> = {
  readonly [K in E]: { readonly type: 'told'; readonly event: K; readonly told: HoldfastEvents[K] };
}[E];

export type { Profile, QueuePlace, Status, ToldMessage };
