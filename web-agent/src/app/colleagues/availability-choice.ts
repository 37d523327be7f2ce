import { computed, inject, Injectable, signal } from '@angular/core';
import type { RosterAgent } from '@holdfast/contracts';
import { Tell } from '../../look/tell.ts';
import { Live } from '../live/live.ts';
import { refusalText } from '../live/refusal-text.ts';

export type Availability = RosterAgent['availability'];

/** What this agent chooses to be. What counts is the desk's word, not the click. */
@Injectable({ providedIn: 'root' })
export class AvailabilityChoice {
  readonly #live = inject(Live);
  readonly #tell = inject(Tell);
  /** Chosen, and not yet confirmed. */
  readonly #asked = signal<Availability | null>(null);
  readonly isChanging = computed(() => this.#asked() !== null);
  readonly chosen = computed(() => this.#asked() ?? this.#live.own()?.availability);

  async choose(availability: Availability): Promise<void> {
    this.#asked.set(availability);
    const refusal = refusalText(await this.#live.desk('SetAvailability', { availability }), Date.now());
    // The roster tells of it a moment later; a click that came meanwhile counts more.
    this.#asked.update((asked) => (asked === availability ? null : asked));
    if (refusal !== null) this.#tell.say(refusal);
  }
}
