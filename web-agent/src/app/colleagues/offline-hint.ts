import { Component, computed, inject } from '@angular/core';
import { words } from '../../words/words.ts';
import { Live } from '../live/live.ts';
import { AvailabilityChoice } from './availability-choice.ts';

/** Says that no chats come to an agent who is not online: easy to forget, and nothing else tells. None come to an agent in no team anyway. */
@Component({
  selector: 'hf-offline-hint',
  template: `
    @if (text(); as text) {
      <p>
        <span>{{ text }}</span>
        <button type="button" (click)="choice.choose('online')">{{ words().colleagues.goOnline }}</button>
      </p>
    }
  `,
  styles: `
    p {
      display: flex;
      gap: var(--hf-space-2);
      align-items: center;
      justify-content: space-between;
      margin: 0 var(--hf-space-4) var(--hf-space-2);
      padding: 0.3rem 0.3rem 0.3rem 0.75rem;
      border-radius: var(--hf-corner-m);
      font-size: var(--hf-text-s);
      line-height: 1.3;
      color: var(--hf-warn);
      background: var(--hf-warn-soft);
    }
    button {
      flex: none;
      min-block-size: 2rem;
      padding: 0 0.75rem;
      border: 1px solid currentcolor;
      border-radius: var(--hf-corner-full);
      font: inherit;
      font-weight: 600;
      color: inherit;
      background: none;
      cursor: pointer;
    }
    @media (width < 45rem) {
      button {
        min-block-size: 2.5rem;
      }
    }
  `,
})
export class OfflineHint {
  readonly #live = inject(Live);
  protected readonly choice = inject(AvailabilityChoice);
  protected readonly words = words;
  protected readonly text = computed(() => {
    const own = this.#live.own();
    if (own === undefined || own.teams.length === 0 || this.choice.isChanging()) return null;
    const chosen = this.choice.chosen();
    if (chosen === 'offline') return words().colleagues.offlineHint;
    return chosen === 'away' ? words().colleagues.awayHint : null;
  });
}
