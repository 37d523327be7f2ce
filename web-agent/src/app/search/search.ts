import { computed, inject, Injectable, resource, signal } from '@angular/core';
import { Api } from '../../api/api.ts';
import { failureText } from '../../api/failure.ts';

/** Typing is over when nothing was typed for so long, in ms. */
const PAUSE_MS = 200;

/** What is looked for in all messages of the workspace, and what was found. */
@Injectable()
export class Search {
  readonly #api = inject(Api);
  readonly text = signal('');
  /** What is asked for; empty while there is nothing to look for. */
  readonly query = computed(() => this.text().trim());
  readonly #found = resource({
    params: () => (this.query() === '' ? undefined : this.query()),
    loader: async ({ params, abortSignal }) => {
      await pause(PAUSE_MS, abortSignal);
      return this.#api.search(params, abortSignal);
    },
  });

  readonly isSearching = computed(() => this.query() !== '' && this.#found.isLoading());
  readonly hits = computed(() => (this.#found.hasValue() ? this.#found.value().hits : null));
  readonly isBehind = computed(() => this.#found.hasValue() && !this.#found.value().at.caughtUp);
  readonly problem = computed(() => {
    const error = this.#found.error();
    return error === undefined ? null : failureText(error);
  });

  again(): void {
    this.#found.reload();
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
