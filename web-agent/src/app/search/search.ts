import { computed, inject, Injectable, resource, signal } from '@angular/core';
import { Api, type SearchResult, type VisitorsFound } from '../../api/api.ts';
import { failureText } from '../../api/failure.ts';
import { visitorAsked } from '../live/visitor-text.ts';

/** Typing is over when nothing was typed for so long, in ms. */
const PAUSE_MS = 200;

interface LookUp<A> {
  readonly isSearching: () => boolean;
  /** The answer to what stands there now; null: none yet. */
  readonly answer: () => A | null;
  readonly problem: () => string | null;
  again(): void;
}

/** What is looked for in all messages and visitors of the workspace, and what was found. */
@Injectable()
export class Search {
  readonly #api = inject(Api);
  readonly text = signal('');
  /** What is asked for; empty while there is nothing to look for. */
  readonly query = computed(() => this.text().trim());
  readonly messages: LookUp<SearchResult> = this.#lookUp((query, abort) => this.#api.search(query, abort));
  readonly visitors: LookUp<VisitorsFound> = this.#lookUp((query, abort) =>
    this.#api.searchVisitors(visitorAsked(query), abort),
  );

  readonly isSearching = computed(() => this.messages.isSearching() || this.visitors.isSearching());
  /** Whether the tables that are searched lack the latest. */
  readonly isBehind = computed(() =>
    [this.messages, this.visitors].some((found) => found.answer()?.at.caughtUp === false),
  );

  again(): void {
    for (const found of [this.messages, this.visitors]) if (found.problem() !== null) found.again();
  }

  #lookUp<A>(ask: (query: string, abort: AbortSignal) => Promise<A>): LookUp<A> {
    const found = resource({
      params: () => (this.query() === '' ? undefined : this.query()),
      loader: async ({ params, abortSignal }) => {
        await pause(PAUSE_MS, abortSignal);
        return ask(params, abortSignal);
      },
    });
    return {
      isSearching: computed(() => this.query() !== '' && found.isLoading()),
      answer: computed(() => (found.hasValue() ? found.value() : null)),
      problem: computed(() => {
        const error = found.error();
        return error === undefined ? null : failureText(error);
      }),
      again: () => void found.reload(),
    };
  }
}

/** Rejects when aborted. */
const pause = (ms: number, abort: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    abort.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('abandoned', 'AbortError'));
    });
  });
