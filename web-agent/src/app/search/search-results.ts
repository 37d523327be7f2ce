import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { InboxFilter } from '@holdfast/contracts';
import { ago, exactTime, Now } from '@holdfast/look';
import { Search } from './search.ts';

@Component({
  selector: 'hf-search-results',
  imports: [RouterLink, MatButton],
  templateUrl: './search-results.html',
  styleUrl: './search-results.css',
})
export class SearchResults {
  readonly filter = input.required<InboxFilter>();
  readonly session = input<string>();
  protected readonly search = inject(Search);
  readonly #now = inject(Now);
  protected readonly hits = computed(() =>
    this.search.hits()?.map((hit) => ({
      ...hit,
      key: `${hit.session}/${hit.n}`,
      who: hit.visitor ?? 'Visitor',
      when: ago(hit.at, this.#now.ms()),
      exact: exactTime(hit.at),
    })),
  );
}
