import { Component, computed, inject } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Avatar, Icon } from '@holdfast/look';
import { SignIn } from '../../api/sign-in.ts';
import { standingOf } from '../live/colleague-text.ts';
import { Live } from '../live/live.ts';
import { type Availability, AvailabilityChoice } from './availability-choice.ts';

const CHOICES: readonly { readonly availability: Availability; readonly name: string; readonly means: string }[] = [
  { availability: 'online', name: 'Online', means: 'Chats come to you' },
  { availability: 'away', name: 'Away', means: 'You keep your chats and get no more' },
  { availability: 'offline', name: 'Offline', means: 'Your chats go back to the queue' },
];
const NAMES = { online: 'Online', full: 'Full', away: 'Away', offline: 'Offline' } as const;

/** How the desk sees this agent, and what they choose to be. */
@Component({
  selector: 'hf-availability-menu',
  imports: [Avatar, Icon, MatMenu, MatMenuItem, MatMenuTrigger],
  templateUrl: './availability-menu.html',
  styleUrl: './availability-menu.css',
})
export class AvailabilityMenu {
  readonly #live = inject(Live);
  readonly #signIn = inject(SignIn);
  protected readonly choice = inject(AvailabilityChoice);
  protected readonly choices = CHOICES;
  protected readonly agent = this.#signIn.agent;
  protected readonly shown = computed(() => {
    const own = this.#live.own();
    if (own === undefined) return { state: 'offline', name: 'Connecting…', load: '' } as const;
    const { state } = standingOf(own);
    const name = this.choice.isChanging() ? 'Changing…' : NAMES[state];
    return { state, name, load: `${own.load} of ${own.capacity}` };
  });

  protected signOut(): void {
    void this.#signIn.signOut();
  }
}
