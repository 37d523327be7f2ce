import { computed, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router } from '@angular/router';
import type { InboxFilter } from '@holdfast/contracts';
import { isFilter } from './filters.ts';

/** Where in the console this tab is. */
export interface Here {
  /** The view of the inbox that is shown, or was last. */
  readonly filter: InboxFilter;
  /** The chat that is open. */
  readonly session: string | undefined;
  readonly page: 'inbox' | 'other';
}

/** What an address shows; on pages beside the inbox the view stays what it was. */
export function hereOf(url: string, before: InboxFilter): Here {
  const [first, session] = (url.split(/[?#]/)[0] ?? '').split('/').filter((part) => part !== '');
  return isFilter(first)
    ? { filter: first, session, page: 'inbox' }
    : { filter: before, session: undefined, page: 'other' };
}

/** For what stands around the pages: which view and chat are open. Each tab has its own. */
@Injectable({ providedIn: 'root' })
export class Place {
  readonly #router = inject(Router);
  readonly #here = signal<Here>(hereOf(this.#router.url, 'mine'));
  readonly here = this.#here.asReadonly();
  readonly filter = computed(() => this.#here().filter);
  readonly session = computed(() => this.#here().session);

  constructor() {
    this.#router.events.pipe(takeUntilDestroyed()).subscribe((event) => {
      if (event instanceof NavigationEnd) this.#here.update(({ filter }) => hereOf(event.urlAfterRedirects, filter));
    });
  }

  /** Opens a view; a chat that is open stays open. */
  showView(filter: InboxFilter): void {
    const session = this.session();
    void this.#router.navigate(session === undefined ? ['/', filter] : ['/', filter, session]);
  }

  showChat(session: string, filter: InboxFilter = this.filter()): void {
    void this.#router.navigate(['/', filter, session]);
  }

  /** The place that the address led to is reached: the same link leads there again. */
  arrived(): void {
    void this.#router.navigate([], { queryParams: { at: null }, queryParamsHandling: 'merge', replaceUrl: true });
  }

  closeChat(): void {
    void this.#router.navigate(['/', this.filter()]);
  }
}
