import { computed, inject, Injectable, signal } from '@angular/core';
import type { RosterAgent } from '@holdfast/contracts';
import { Tell } from '../../look/tell.ts';
import { words } from '../../words/words.ts';
import { Live } from '../live/live.ts';
import { refusalText } from '../live/refusal-text.ts';

export type Availability = RosterAgent['availability'];
export const AVAILABILITIES: readonly Availability[] = ['online', 'away', 'offline'];

/** What this agent chooses to be: shown at once, taken back when the desk refuses it. */
@Injectable({ providedIn: 'root' })
export class AvailabilityChoice {
  readonly #live = inject(Live);
  readonly #tell = inject(Tell);
  /** Chosen, and not yet confirmed. */
  readonly #asked = signal<Availability | null>(null);
  readonly isChanging = computed(() => this.#asked() !== null);
  readonly chosen = computed(() => this.#asked() ?? this.#live.own()?.availability);

  async choose(availability: Availability): Promise<void> {
    const before = this.chosen();
    if (before === availability) return;
    const isStored = await this.#ask(availability);
    // Going offline gives the chats away: it is easily done, and easily taken back for as long as nobody has noticed.
    if (!isStored || before === undefined || availability === 'online') return;
    const { nowAvailable, states, undo } = words().colleagues;
    this.#tell.offer(nowAvailable(states[availability]), undo, () => void this.#ask(before));
  }

  async #ask(availability: Availability): Promise<boolean> {
    this.#asked.set(availability);
    const refusal = refusalText(await this.#live.desk('SetAvailability', { availability }), Date.now());
    // The roster tells of it a moment later; a click that came meanwhile counts more.
    this.#asked.update((asked) => (asked === availability ? null : asked));
    if (refusal !== null) this.#tell.say(refusal);
    return refusal === null;
  }
}
