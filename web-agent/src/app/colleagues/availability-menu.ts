import { Component, computed, inject } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { Avatar, Icon } from '@holdfast/look';
import { SignIn } from '../../api/sign-in.ts';
import { Screen } from '../../look/screen.ts';
import { StandingDot } from '../../look/standing-dot.ts';
import { locale, words } from '../../words/words.ts';
import { standingOf } from '../live/colleague-text.ts';
import { Commands } from '../live/commands.ts';
import { Live } from '../live/live.ts';
import { OwnProfile } from '../live/own-profile.ts';
import { AVAILABILITIES, AvailabilityChoice } from './availability-choice.ts';

/** How the desk sees this agent, and what they choose to be. */
@Component({
  selector: 'hf-availability-menu',
  imports: [Avatar, Icon, MatMenu, MatMenuItem, MatMenuTrigger, RouterLink, StandingDot],
  templateUrl: './availability-menu.html',
  styleUrl: './availability-menu.css',
})
export class AvailabilityMenu {
  readonly #live = inject(Live);
  readonly #signIn = inject(SignIn);
  readonly #commands = inject(Commands);
  protected readonly choice = inject(AvailabilityChoice);
  protected readonly screen = inject(Screen);
  protected readonly words = words;
  protected readonly agent = this.#signIn.agent;
  protected readonly picture = inject(OwnProfile).picture;
  protected readonly choices = computed(() =>
    AVAILABILITIES.map((availability) => ({
      availability,
      name: words().colleagues.states[availability],
      means: words().colleagues.means[availability],
    })),
  );
  protected readonly shown = computed(() => {
    const { connecting, changing, states, load: loadText, shortLoad } = words().colleagues;
    const own = this.#live.own();
    if (own === undefined) return { state: 'offline', name: connecting, load: '', short: '', share: 0 } as const;
    // What was just chosen is shown at once.
    const { state } = standingOf({ ...own, availability: this.choice.chosen() ?? own.availability });
    const number = new Intl.NumberFormat(locale());
    const [load, capacity] = [number.format(own.load), number.format(own.capacity)];
    return {
      state,
      name: this.choice.isChanging() ? changing : states[state],
      load: loadText(load, capacity),
      short: shortLoad(load, capacity),
      share: own.capacity === 0 ? 1 : Math.min(1, own.load / own.capacity),
    };
  });
  protected readonly isAdmin = computed(() => this.agent()?.role === 'admin');

  constructor() {
    this.#commands.offer(() =>
      this.choices().map(({ availability, name, means }) => ({
        id: `you.${availability}`,
        title: name,
        group: 'you',
        icon: 'user',
        words: means,
        run: () => void this.choice.choose(availability),
      })),
    );
  }

  protected showShortcuts(): void {
    this.#commands.run('help.shortcuts');
  }

  protected signOut(): void {
    void this.#signIn.signOut();
  }
}
