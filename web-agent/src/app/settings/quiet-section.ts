import { Component, computed, inject } from '@angular/core';
import { Icon, Now } from '@holdfast/look';
import { Preferences } from '../../look/preferences.ts';
import type { QuietHours } from '../../look/preferences-data.ts';
import { isQuiet } from '../../look/quiet.ts';
import { Switch } from '../../look/switch.ts';
import { words } from '../../words/words.ts';
import { clockOf, minutesOf } from './clock.ts';

/** When nothing calls. */
@Component({
  selector: 'hf-quiet-section',
  imports: [Icon, Switch],
  template: `
    <header class="row">
      <span>
        <h2>{{ words().settings.quiet }}</h2>
        <p id="quiet-hint">{{ words().settings.quietHint }}</p>
      </span>
      <hf-switch
        [label]="words().settings.quietOn"
        describedBy="quiet-hint"
        [on]="hours().on"
        (switched)="change({ on: $event })"
      />
    </header>
    <div class="body times">
      <label>
        <span class="name">{{ words().settings.from }}</span>
        <input
          #from
          class="control"
          type="time"
          required
          [value]="clock().from"
          [disabled]="!hours().on"
          (change)="set('from', from)"
        />
      </label>
      <label>
        <span class="name">{{ words().settings.to }}</span>
        <input
          #to
          class="control"
          type="time"
          required
          [value]="clock().to"
          [disabled]="!hours().on"
          (change)="set('to', to)"
        />
      </label>
      @if (isNow()) {
        <p class="now" role="status"><hf-icon name="moon" />{{ words().settings.quietNow }}</p>
      }
    </div>
  `,
  styleUrl: './section.css',
  styles: `
    .times {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-end;
    }
    .control {
      inline-size: 9rem;
    }
    .control:disabled {
      border-color: var(--hf-line);
      color: var(--hf-quiet);
    }
    .now {
      display: flex;
      gap: var(--hf-space-2);
      align-items: center;
      min-block-size: 2.5rem;
      margin: 0;
      font-size: var(--hf-text-s);
      font-weight: 550;
      color: var(--hf-warn);
    }
  `,
})
export class QuietSection {
  readonly #preferences = inject(Preferences);
  readonly #now = inject(Now);
  protected readonly words = words;
  protected readonly hours = computed(() => this.#preferences.now().quietHours);
  protected readonly clock = computed(() => ({ from: clockOf(this.hours().from), to: clockOf(this.hours().to) }));
  protected readonly isNow = computed(() => isQuiet(this.hours(), new Date(this.#now.ms())));

  protected change(changed: Partial<QuietHours>): void {
    this.#preferences.change({ quietHours: { ...this.hours(), ...changed } });
  }

  protected set(end: 'from' | 'to', field: HTMLInputElement): void {
    const minutes = minutesOf(field.value);
    if (minutes === null) field.value = this.clock()[end];
    else this.change({ [end]: minutes });
  }
}
