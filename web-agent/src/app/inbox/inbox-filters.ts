import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { InboxFilter } from '@holdfast/contracts';
import { FILTERS } from '../live/filters.ts';
import { Live } from '../live/live.ts';

const NAMES: Record<InboxFilter, string> = {
  mine: 'Mine',
  mentions: 'Mentions',
  waiting: 'Waiting',
  team: 'Team',
  all: 'All',
  closed: 'Closed',
};

@Component({
  selector: 'hf-inbox-filters',
  imports: [RouterLink],
  template: `
    <nav aria-label="Views of the inbox">
      @for (tab of tabs(); track tab.filter) {
        <a
          [routerLink]="tab.link"
          [class.open]="tab.filter === filter()"
          [attr.aria-current]="tab.filter === filter() ? 'page' : null"
          >{{ tab.name }} <span class="count" [class.urgent]="tab.urgent">{{ tab.count }}</span></a
        >
      }
    </nav>
  `,
  styles: `
    nav {
      display: flex;
      padding: 0 0.5rem;
      border-block-end: 1px solid var(--hf-line);
    }
    a {
      flex: 1;
      padding: 0.55rem 0.25rem;
      border-block-end: 2px solid transparent;
      font-size: 0.875rem;
      font-weight: 550;
      text-align: center;
      text-decoration: none;
      white-space: nowrap;
      color: var(--hf-quiet);
    }
    a:hover {
      color: var(--hf-text);
    }
    a.open {
      border-color: var(--hf-accent);
      color: var(--hf-accent);
    }
    a:focus-visible {
      outline-offset: -2px;
    }
    .count {
      font-size: 0.75rem;
      font-weight: 500;
      font-variant-numeric: tabular-nums;
    }
    .urgent {
      padding: 0 0.35rem;
      border-radius: 99px;
      font-weight: 700;
      color: var(--hf-warn);
      background: var(--hf-warn-soft);
    }
  `,
})
export class InboxFilters {
  readonly filter = input.required<InboxFilter>();
  readonly session = input<string>();
  readonly #live = inject(Live);
  protected readonly tabs = computed(() => {
    const { counts } = this.#live.inbox();
    const session = this.session();
    return FILTERS.map((filter) => ({
      filter,
      name: NAMES[filter],
      count: counts[filter],
      urgent: filter === 'waiting' && counts.waiting > 0,
      // The chat that is open stays open.
      link: session === undefined ? ['/', filter] : ['/', filter, session],
    }));
  });
}
