import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Live } from '../live/live.ts';
import { AvailabilityChoice } from './availability-choice.ts';

/** Says that no chats come to an agent who has not gone online: easy to forget, and nothing else tells. */
@Component({
  selector: 'hf-offline-hint',
  imports: [MatButton],
  template: `
    @if (isOffline()) {
      <p>
        <span>You are offline: no chats come to you.</span>
        <button matButton="tonal" type="button" (click)="choice.choose('online')">Go online</button>
      </p>
    }
  `,
  styles: `
    p {
      display: flex;
      gap: 0.5rem;
      align-items: center;
      justify-content: space-between;
      margin: 0 1rem 0.5rem;
      padding: 0.4rem 0.4rem 0.4rem 0.75rem;
      border-radius: 10px;
      font-size: 0.8125rem;
      color: var(--hf-warn);
      background: var(--hf-warn-soft);
    }
    button {
      flex: none;
    }
  `,
})
export class OfflineHint {
  readonly #live = inject(Live);
  protected readonly choice = inject(AvailabilityChoice);
  protected readonly isOffline = computed(
    () => this.#live.own() !== undefined && this.choice.chosen() === 'offline' && !this.choice.isChanging(),
  );
}
