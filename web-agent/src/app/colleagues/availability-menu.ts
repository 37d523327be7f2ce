import { Component, computed, inject, signal } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import type { RosterAgent } from '@holdfast/contracts';
import { SignIn } from '../../api/sign-in.ts';
import { Avatar } from '../../look/avatar.ts';
import { Icon } from '../../look/icon.ts';
import { Tell } from '../../look/tell.ts';
import { standingOf } from '../live/colleague-text.ts';
import { Live } from '../live/live.ts';
import { refusalText } from '../live/refusal-text.ts';

type Availability = RosterAgent['availability'];

const CHOICES: readonly { readonly availability: Availability; readonly name: string; readonly means: string }[] = [
  { availability: 'online', name: 'Online', means: 'Chats come to you' },
  { availability: 'away', name: 'Away', means: 'You keep your chats and get no more' },
  { availability: 'offline', name: 'Offline', means: 'Your chats go back to the queue' },
];
const NAMES = { online: 'Online', full: 'Full', away: 'Away', offline: 'Offline' } as const;

/** How the desk sees this agent, and what they choose to be. What is shown is the desk's word, not the click. */
@Component({
  selector: 'hf-availability-menu',
  imports: [Avatar, Icon, MatMenu, MatMenuItem, MatMenuTrigger],
  templateUrl: './availability-menu.html',
  styleUrl: './availability-menu.css',
})
export class AvailabilityMenu {
  readonly #live = inject(Live);
  readonly #signIn = inject(SignIn);
  readonly #tell = inject(Tell);
  protected readonly choices = CHOICES;
  protected readonly agent = this.#signIn.agent;
  /** Chosen, and not yet confirmed. */
  readonly #asked = signal<Availability | null>(null);
  protected readonly chosen = computed(() => this.#asked() ?? this.#live.own()?.availability);
  protected readonly shown = computed(() => {
    const own = this.#live.own();
    if (own === undefined) return { state: 'offline', name: 'Connecting…', load: '' } as const;
    const { state } = standingOf(own);
    const name = this.#asked() === null ? NAMES[state] : 'Changing…';
    return { state, name, load: `${own.load} of ${own.capacity}` };
  });

  protected async choose(availability: Availability): Promise<void> {
    this.#asked.set(availability);
    const refusal = refusalText(await this.#live.desk('SetAvailability', { availability }), Date.now());
    this.#asked.update((asked) => (asked === availability ? null : asked));
    if (refusal !== null) this.#tell.say(refusal);
  }

  protected signOut(): void {
    void this.#signIn.signOut();
  }
}
