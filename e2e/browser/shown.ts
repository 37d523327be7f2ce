/** One message as a screen shows it. `tick` is null where the screen draws none. */
export interface ShownMessage {
  readonly id: string;
  readonly tick: string | null;
}

/** What a screen showed, unchanged, from one instant to another. In ms since 1970, by the clock that the streams are stamped with. */
export interface Shown {
  readonly from: number;
  to: number;
  readonly messages: readonly ShownMessage[];
  /** What it says of the connection, or of the conversation being behind it; empty: nothing, so what is shown counts as current. */
  readonly banner: string;
}

/** How both apps mark what the sampler looks for. */
export const MARKS = {
  message: 'hf-message[data-id], hf-message-bubble[data-id]',
  tick: '[data-tick]',
  banner: 'hf-connection-banner, hf-conversation > .behind, hf-conversation > .frozen',
} as const;
