import { Component, computed, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuTrigger } from '@angular/material/menu';
import { Avatar } from '../../look/avatar.ts';
import { Icon } from '../../look/icon.ts';
import { byAvailability, standingOf } from '../live/colleague-text.ts';
import { Live } from '../live/live.ts';

/** Who else is there, and how busy they are. */
@Component({
  selector: 'hf-colleagues-menu',
  imports: [Avatar, Icon, MatIconButton, MatMenu, MatMenuTrigger],
  template: `
    <button
      matIconButton
      type="button"
      [attr.aria-label]="'Colleagues, ' + online() + ' online'"
      [matMenuTriggerFor]="menu"
    >
      <hf-icon name="users" />
    </button>
    <mat-menu #menu="matMenu" xPosition="before">
      <h2>Colleagues</h2>
      <ul>
        @for (agent of agents(); track agent.id) {
          <li>
            <hf-avatar [name]="agent.name" [id]="agent.id" />
            <span class="name">{{ agent.name }}</span>
            <span class="state" [attr.data-state]="agent.state">{{ agent.text }}</span>
          </li>
        } @empty {
          <li>Nobody else is in this workspace yet.</li>
        }
      </ul>
    </mat-menu>
  `,
  styles: `
    h2 {
      margin: 0;
      padding: 0.5rem 1rem;
      font-size: 0.8125rem;
      font-weight: 650;
      color: var(--hf-quiet);
    }
    ul {
      margin: 0;
      padding: 0 1rem 0.5rem;
      list-style: none;
    }
    li {
      display: flex;
      gap: 0.6rem;
      align-items: center;
      padding: 0.3rem 0;
      font-size: 0.875rem;
    }
    hf-avatar {
      --size: 1.8rem;
    }
    .name {
      flex: 1;
    }
    .state {
      font-size: 0.8125rem;
      color: var(--hf-quiet);
    }
    .state[data-state='online'] {
      color: var(--hf-good);
    }
    .state[data-state='full'] {
      color: var(--hf-warn);
    }
  `,
})
export class ColleaguesMenu {
  readonly #live = inject(Live);
  protected readonly agents = computed(() =>
    this.#live
      .roster()
      .filter(({ id, active }) => active && id !== this.#live.me())
      .sort(byAvailability)
      .map((agent) => ({ id: agent.id, name: agent.name, ...standingOf(agent) })),
  );
  protected readonly online = computed(
    () => this.agents().filter(({ state }) => state === 'online' || state === 'full').length,
  );
}
