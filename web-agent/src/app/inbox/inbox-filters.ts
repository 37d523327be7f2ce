import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '@holdfast/look';
import { locale, words } from '../../words/words.ts';
import { FILTERS, VIEW_ICONS } from '../live/filters.ts';
import { Live } from '../live/live.ts';
import { Place } from '../live/place.ts';

/** The views of the inbox with what is in each, as the server counts it. */
@Component({
  selector: 'hf-inbox-filters',
  imports: [Icon, RouterLink],
  template: `
    <nav [attr.aria-label]="words().page.views">
      @for (tab of tabs(); track tab.filter) {
        <a
          [routerLink]="tab.link"
          [class.open]="tab.open"
          [attr.aria-current]="tab.open ? 'page' : null"
          [attr.title]="tab.exact"
        >
          <hf-icon [name]="tab.icon" />
          <span>{{ tab.name }} </span>
          @if (tab.count > 0) {
            <span class="count" [class.urgent]="tab.urgent">{{ tab.short }}</span>
          }
        </a>
      }
    </nav>
  `,
  styles: `
    nav {
      display: grid;
      gap: 2px;
    }
    .count {
      position: absolute;
      inset-block-start: 2px;
      inset-inline-start: calc(50% + 3px);
      min-inline-size: 1.1rem;
      padding: 0 0.28rem;
      border: 2px solid var(--hf-backdrop);
      border-radius: var(--hf-corner-full);
      font-size: 0.625rem;
      font-weight: 700;
      font-variant-numeric: tabular-nums;
      line-height: 1rem;
      text-align: center;
      color: var(--hf-text);
      background: var(--hf-line);
    }
    .urgent {
      color: var(--hf-on-danger);
      background: var(--hf-danger);
    }
    @media (width < 45rem) {
      nav {
        grid-auto-columns: 1fr;
        grid-auto-flow: column;
        gap: 0;
      }
      .count {
        border-color: var(--hf-surface);
      }
    }
  `,
})
export class InboxFilters {
  readonly #live = inject(Live);
  readonly #place = inject(Place);
  protected readonly words = words;
  readonly #short = computed(() => new Intl.NumberFormat(locale(), { notation: 'compact', maximumFractionDigits: 1 }));
  readonly #exact = computed(() => new Intl.NumberFormat(locale()));
  protected readonly tabs = computed(() => {
    const { counts } = this.#live.inbox();
    const { filter: open, session, page } = this.#place.here();
    return FILTERS.map((filter) => ({
      filter,
      icon: VIEW_ICONS[filter],
      name: words().inbox.names[filter],
      count: counts[filter],
      short: this.#short().format(counts[filter]),
      exact: `${words().inbox.names[filter]}: ${this.#exact().format(counts[filter])}`,
      urgent: filter === 'waiting' || filter === 'mentions',
      open: page === 'inbox' && filter === open,
      // The chat that is open stays open.
      link: session === undefined ? ['/', filter] : ['/', filter, session],
    }));
  });
}
