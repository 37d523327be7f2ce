import { Component, inject, input } from '@angular/core';
import type { InboxFilter } from '@holdfast/contracts';
import { Directory } from '../api/directory.ts';
import { Screen } from '../look/screen.ts';
import { words } from '../words/words.ts';
import { AvailabilityMenu } from './colleagues/availability-menu.ts';
import { ColleaguesPanel } from './colleagues/colleagues-panel.ts';
import { OfflineHint } from './colleagues/offline-hint.ts';
import { InboxList } from './inbox/inbox-list.ts';
import { SearchBox } from './search/search-box.ts';

/** The list of one view. */
@Component({
  selector: 'hf-inbox-pane',
  imports: [AvailabilityMenu, ColleaguesPanel, InboxList, OfflineHint, SearchBox],
  template: `
    <section [attr.aria-label]="words().page.inbox">
      <header>
        <div class="title">
          <p>{{ workspace() || words().page.product }}</p>
          <h1>{{ words().inbox.names[filter()] }}</h1>
        </div>
        <hf-colleagues-panel />
        @if (screen.isPhone()) {
          <hf-availability-menu />
        }
      </header>
      <hf-offline-hint />
      <hf-search-box />
      <hf-inbox-list class="fill" [filter]="filter()" [session]="session()" />
    </section>
  `,
  styles: `
    section {
      display: flex;
      flex: 1;
      flex-direction: column;
      min-block-size: 0;
    }
    header {
      display: flex;
      gap: var(--hf-space-1);
      align-items: center;
      padding: var(--hf-space-3) var(--hf-space-3) var(--hf-space-2) var(--hf-space-4);
    }
    .title {
      flex: 1;
      min-inline-size: 0;
    }
    /* Names are as long as people make them: they wrap, and are never cut. */
    p {
      margin: 0;
      font-size: 0.75rem;
      font-weight: 550;
      line-height: 1.25;
      color: var(--hf-quiet);
    }
    h1 {
      margin: 0;
      font-size: var(--hf-text-l);
      font-weight: 700;
      line-height: 1.3;
    }
    .fill {
      flex: 1;
      min-block-size: 0;
    }
  `,
})
export class InboxPane {
  readonly filter = input.required<InboxFilter>();
  readonly session = input<string>();
  protected readonly screen = inject(Screen);
  protected readonly workspace = inject(Directory).name;
  protected readonly words = words;
}
