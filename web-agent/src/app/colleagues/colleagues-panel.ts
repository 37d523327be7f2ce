import { Component, computed, ElementRef, inject, signal, viewChild } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { Avatar, Icon } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import { StandingDot } from '../../look/standing-dot.ts';
import { words } from '../../words/words.ts';
import { byAvailability, standingOf } from '../live/colleague-text.ts';
import { Live } from '../live/live.ts';

/** From so many colleagues on, they can be looked for. */
const FIND_FROM = 8;

/** Who else is there, in which teams, and how busy they are. Escape, or leaving it, puts it away. */
@Component({
  selector: 'hf-colleagues-panel',
  imports: [Avatar, Icon, MatIconButton, StandingDot],
  templateUrl: './colleagues-panel.html',
  styleUrl: './colleagues-panel.css',
  host: {
    '(keydown.escape)': 'put($event)',
    '(focusout)': 'leave($event)',
    '(document:pointerdown)': 'leave($event)',
  },
})
export class ColleaguesPanel {
  readonly #live = inject(Live);
  readonly #directory = inject(Directory);
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly opener = viewChild.required('opener', { read: ElementRef<HTMLElement> });
  protected readonly words = words;
  protected readonly isOpen = signal(false);
  protected readonly query = signal('');
  readonly #agents = computed(() =>
    this.#live
      .roster()
      .filter(({ id, active }) => active && id !== this.#live.me())
      .sort(byAvailability)
      .map((agent) => ({
        id: agent.id,
        name: agent.name,
        picture: this.#directory.pictureOf(agent.id),
        teams: agent.teams.map(this.#directory.teamName).join(', '),
        share: agent.capacity === 0 ? 1 : Math.min(1, agent.load / agent.capacity),
        ...standingOf(agent),
      })),
  );
  protected readonly agents = computed(() => {
    const query = this.query().trim().toLocaleLowerCase();
    return this.#agents().filter(({ name, teams }) => `${name} ${teams}`.toLocaleLowerCase().includes(query));
  });
  protected readonly isAlone = computed(() => this.#agents().length === 0);
  protected readonly isLong = computed(() => this.#agents().length >= FIND_FROM);
  protected readonly online = computed(
    () => this.#agents().filter(({ state }) => state === 'online' || state === 'full').length,
  );

  protected put(event: Event): void {
    if (!this.isOpen()) return;
    event.preventDefault();
    event.stopPropagation();
    this.isOpen.set(false);
    (this.opener().nativeElement as HTMLElement).focus();
  }

  protected leave(event: Event): void {
    const to = event instanceof FocusEvent ? event.relatedTarget : event.target;
    // A click on what takes no focus leads nowhere: it is told by its own event.
    if (to instanceof Node && !this.#host.nativeElement.contains(to)) this.isOpen.set(false);
  }
}
