import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { ago, Avatar, exactTime, Icon, isComposing, Now } from '@holdfast/look';
import { SignIn } from '../../api/sign-in.ts';
import { locale, words } from '../../words/words.ts';
import { Place } from '../live/place.ts';
import { RecentSearches } from './recent.ts';
import { type FoundRow, messageRows, visitorRows } from './rows.ts';
import { Search } from './search.ts';

/** The window of the search: a field, and under it what was found, to move through with the arrows. */
@Component({
  selector: 'hf-search-dialog',
  imports: [Avatar, Icon, MatButton, MatIconButton],
  providers: [Search],
  templateUrl: './search-dialog.html',
  styleUrl: './search-dialog.css',
})
export class SearchDialog {
  readonly #ref = inject(MatDialogRef);
  readonly #router = inject(Router);
  readonly #place = inject(Place);
  readonly #now = inject(Now);
  readonly #recent = new RecentSearches(inject(SignIn).agent()?.id ?? '');
  protected readonly search = inject(Search);
  protected readonly words = words;
  protected readonly recent = signal(this.#recent.read());

  constructor() {
    this.search.text.set(inject<string>(MAT_DIALOG_DATA));
  }

  protected readonly groups = computed(() => {
    const query = this.search.query();
    const { visitors, messages } = this.search;
    return [
      {
        name: words().search.visitors,
        problem: visitors.problem(),
        rows: visitorRows(visitors.answer()?.hits ?? [], query),
      },
      {
        name: words().search.messages,
        problem: messages.problem(),
        rows: messageRows(messages.answer()?.hits ?? [], query),
      },
    ];
  });
  protected readonly rows = computed(() => this.groups().flatMap(({ rows }) => rows));
  protected readonly problems = computed(() =>
    this.groups().flatMap(({ name, problem }) => (problem === null ? [] : [words().search.partial(name, problem)])),
  );
  /** Nothing was found, and that is certain. */
  protected readonly isNothing = computed(
    () =>
      this.search.query() !== '' &&
      !this.search.isSearching() &&
      this.rows().length === 0 &&
      this.search.messages.answer() !== null &&
      this.problems().length === 0,
  );
  /** The row that Enter opens. */
  protected readonly active = linkedSignal<readonly FoundRow[], number>({ source: this.rows, computation: () => 0 });
  protected readonly activeId = computed(() => this.rows()[this.active()]?.id ?? null);

  protected when = (at: string): string => ago(at, this.#now.ms(), locale());
  protected exact = (at: string): string => exactTime(at, locale());

  protected key(event: KeyboardEvent): void {
    const last = this.rows().length - 1;
    if (isComposing(event) || last < 0) return;
    const to: Readonly<Record<string, number>> = {
      ArrowDown: this.active() >= last ? 0 : this.active() + 1,
      ArrowUp: this.active() <= 0 ? last : this.active() - 1,
    };
    const next = to[event.key];
    if (next !== undefined) {
      event.preventDefault();
      this.active.set(next);
      document.getElementById(this.rows()[next]?.id ?? '')?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const row = this.rows()[this.active()];
      if (row !== undefined) this.open(row);
    }
  }

  protected open({ session, n }: FoundRow): void {
    this.#recent.note(this.search.query());
    this.close();
    void this.#router.navigate(['/', this.#place.filter(), session], n === undefined ? {} : { queryParams: { at: n } });
  }

  protected forget(): void {
    this.#recent.forget();
    this.recent.set([]);
  }

  protected close(): void {
    this.#ref.close();
  }
}
