import { Component, computed, ElementRef, inject, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { Avatar, Icon } from '@holdfast/look';
import { byAvailability, standingOf } from '../live/colleague-text.ts';
import { Live } from '../live/live.ts';

/** Who else is there, and how busy they are. Escape, or leaving it, puts it away. */
@Component({
  selector: 'hf-colleagues-panel',
  imports: [Avatar, Icon, MatIconButton],
  templateUrl: './colleagues-panel.html',
  styleUrl: './colleagues-panel.css',
  host: {
    '(keydown.escape)': 'isOpen.set(false)',
    '(focusout)': 'leave($event)',
    '(document:pointerdown)': 'leave($event)',
  },
})
export class ColleaguesPanel {
  readonly #live = inject(Live);
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly isOpen = signal(false);
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

  protected leave(event: Event): void {
    const to = event instanceof FocusEvent ? event.relatedTarget : event.target;
    // A click on what takes no focus leads nowhere: it is told by its own event.
    if (to instanceof Node && !this.#host.nativeElement.contains(to)) this.isOpen.set(false);
  }
}
