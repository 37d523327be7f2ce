import { computed, Injectable, signal } from '@angular/core';
import type { InboxFilter, InboxOnly, InboxSort } from '@holdfast/contracts';

/** How a view is ordered and narrowed. */
export interface Choice {
  readonly sort: InboxSort;
  readonly only: InboxOnly;
}

/** The order that the server takes where none is named. */
export const usualSort = (filter: InboxFilter): InboxSort => (filter === 'waiting' ? 'waiting' : 'newest');

/** The narrowing without what is not set; undefined: not narrowed. */
export function narrowed(only: { readonly [K in keyof InboxOnly]?: InboxOnly[K] | undefined }): InboxOnly | undefined {
  const set = Object.entries(only).filter(([, value]) => value !== undefined);
  return set.length === 0 ? undefined : Object.fromEntries(set);
}

/** What each view of this tab is ordered and narrowed by, for as long as the page lives. */
@Injectable({ providedIn: 'root' })
export class InboxChoices {
  readonly #choices = signal<Partial<Record<InboxFilter, Choice>>>({});

  readonly of = computed(() => {
    const choices = this.#choices();
    return (filter: InboxFilter): Choice => choices[filter] ?? { sort: usualSort(filter), only: {} };
  });

  sort(filter: InboxFilter, sort: InboxSort): void {
    this.#change(filter, { sort });
  }

  /** Undefined takes the part away. */
  narrow(filter: InboxFilter, part: { readonly [K in keyof InboxOnly]?: InboxOnly[K] | undefined }): void {
    this.#change(filter, { only: narrowed({ ...this.of()(filter).only, ...part }) ?? {} });
  }

  widen(filter: InboxFilter): void {
    this.#change(filter, { only: {} });
  }

  #change(filter: InboxFilter, changed: Partial<Choice>): void {
    this.#choices.update((choices) => ({ ...choices, [filter]: { ...this.of()(filter), ...changed } }));
  }
}
