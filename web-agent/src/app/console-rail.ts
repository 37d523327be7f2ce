import { Component, computed, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Icon } from '@holdfast/look';
import { SignIn } from '../api/sign-in.ts';
import { Screen } from '../look/screen.ts';
import { words } from '../words/words.ts';
import { AvailabilityMenu } from './colleagues/availability-menu.ts';
import { InboxFilters } from './inbox/inbox-filters.ts';

/** The way to everything: views of the inbox, admin, settings, and oneself. At the edge of the page, on a phone along its foot. */
@Component({
  selector: 'hf-console-rail',
  imports: [AvailabilityMenu, Icon, InboxFilters, RouterLink, RouterLinkActive],
  template: `
    <hf-inbox-filters />
    @if (!screen.isPhone()) {
      <nav class="foot" [attr.aria-label]="words().page.main">
        @if (isAdmin()) {
          <a routerLink="/admin" routerLinkActive="open" ariaCurrentWhenActive="page">
            <hf-icon name="key" /><span>{{ words().page.admin }}</span>
          </a>
        }
        <a routerLink="/settings" routerLinkActive="open" ariaCurrentWhenActive="page">
          <hf-icon name="settings" /><span>{{ words().page.settings }}</span>
        </a>
      </nav>
      <hf-availability-menu />
    }
  `,
  styleUrl: './console-rail.css',
})
export class ConsoleRail {
  protected readonly words = words;
  protected readonly screen = inject(Screen);
  readonly #signIn = inject(SignIn);
  protected readonly isAdmin = computed(() => this.#signIn.agent()?.role === 'admin');
}
