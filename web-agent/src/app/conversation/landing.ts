import { Injectable, signal } from '@angular/core';
import type { Entry } from '@holdfast/chat-client';

/** A message that one was led to stands out for so long, in ms. */
const SHOWN_MS = 4_000;

/** The number of an event as an address says it; undefined: it says none. */
export function placeIn(text: string | undefined): number | undefined {
  const n = text !== undefined && /^[0-9]{1,9}$/.test(text) ? Number(text) : 0;
  return n > 0 ? n : undefined;
}

/** What the way to a place in a chat needs next. */
export type Step = { readonly kind: 'show'; readonly id: string } | { readonly kind: 'wait' | 'read-back' | 'give-up' };

/** The next step to the event `at` in a chat that is held from `from` on. What was read already may be told of again later: nothing is given up before that. */
export function stepTo(
  at: number,
  chat: {
    readonly entries: readonly Entry[];
    readonly from: number;
    readonly older: boolean;
    readonly freshness: string;
  },
): Step {
  const there = chat.entries.find(({ n }) => n === at);
  if (there !== undefined) return { kind: 'show', id: there.id };
  if (chat.freshness !== 'live') return { kind: 'wait' };
  return { kind: chat.older && chat.from > at ? 'read-back' : 'give-up' };
}

/** The message that an address leads to: from a search, or from another's link. */
@Injectable()
export class Landing {
  readonly #at = signal<number | undefined>(undefined);
  readonly #shown = signal('');
  /** Where one is going; undefined: one has arrived, or was never going anywhere. */
  readonly at = this.#at.asReadonly();
  /** The entry that was arrived at, for a while. */
  readonly shown = this.#shown.asReadonly();

  goTo(at: number | undefined): void {
    this.#at.set(at);
  }

  arrivedAt(id: string): void {
    this.#at.set(undefined);
    this.#shown.set(id);
    setTimeout(() => this.#shown.update((shown) => (shown === id ? '' : shown)), SHOWN_MS);
  }

  giveUp(): void {
    this.#at.set(undefined);
  }
}
