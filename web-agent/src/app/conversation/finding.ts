import { computed, inject, Injectable, linkedSignal, resource, signal } from '@angular/core';
import { Api } from '../../api/api.ts';
import type { FollowedChat } from '../live/followed-chat.ts';
import { type Match, matchesIn, withOlder } from './find.ts';

/** Shorter words are on every line: the server is not asked for them. */
const ASK_FROM = 2;

/** The search within one chat: what is looked for, where it is, and at which place the reader is. */
@Injectable()
export class Finding {
  readonly #api = inject(Api);
  readonly #chat = signal<FollowedChat | null>(null);
  readonly #open = signal(false);
  readonly #query = signal('');

  readonly isOpen = this.#open.asReadonly();
  /** Empty: nothing is looked for. */
  readonly query = computed(() => (this.#open() ? this.#query() : ''));
  readonly #hasOlder = computed(() => this.#chat()?.view().older === true);
  /** What the server finds in the whole of the chat, by the numbers of the events. */
  readonly #known = resource({
    params: () => {
      const [query, isNeeded] = [this.query().trim(), this.#hasOlder()];
      return query.length < ASK_FROM || !isNeeded ? undefined : query;
    },
    loader: async ({ params: query, abortSignal }) => {
      const session = this.#chat()?.id ?? '';
      const { hits } = await this.#api.search(query, abortSignal, session);
      return hits.filter((hit) => hit.session === session).map(({ n }) => n);
    },
  });
  readonly asking = this.#known.isLoading;
  readonly failed = computed(() => this.#known.error() !== undefined);
  readonly matches = computed((): readonly Match[] => {
    const entries = this.#chat()?.view().entries ?? [];
    const loaded = matchesIn(entries, this.query());
    return withOlder(loaded, this.#known.hasValue() ? this.#known.value() : [], entries);
  });
  /** The place the reader is at, by its number; a new search begins at the end. */
  readonly #at = linkedSignal<string, number>({
    source: this.query,
    computation: () => Number.POSITIVE_INFINITY,
  });
  /** Which of the matches that is, from 0; -1: none. */
  readonly index = computed(() => {
    const at = this.#at();
    const exact = this.matches().findLastIndex(({ n }) => n <= at);
    return exact === -1 ? Math.min(0, this.matches().length - 1) : exact;
  });
  readonly current = computed((): Match | undefined => this.matches()[this.index()]);

  within(chat: FollowedChat): void {
    this.#chat.set(chat);
  }

  open(): void {
    this.#open.set(true);
  }

  close(): void {
    this.#open.set(false);
  }

  search(query: string): void {
    this.#query.set(query);
  }

  /** Goes to the next match up (-1) or down (1), around the ends. */
  step(by: -1 | 1): void {
    const { length } = this.matches();
    if (length === 0) return;
    const match = this.matches()[(this.index() + by + length) % length];
    if (match !== undefined) this.#at.set(match.n);
  }
}
