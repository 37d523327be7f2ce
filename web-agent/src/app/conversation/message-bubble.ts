import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { SessionView } from '@holdfast/chat-client';
import { Avatar, clockTime, exactTime, Icon } from '@holdfast/look';
import { reasonText } from '../live/refusal-text.ts';
import type { MessageLine } from './lines.ts';
import { textParts } from './text-parts.ts';
import { tickText } from './tick-text.ts';

@Component({
  selector: 'hf-message-bubble',
  imports: [Avatar, Icon, MatButton],
  templateUrl: './message-bubble.html',
  styleUrl: './message-bubble.css',
  host: {
    '[class.staff]': 'isStaff()',
    '[class.own]': 'line().entry.own',
    '[class.note]': 'isNote()',
    '[class.starts]': 'line().starts',
  },
})
export class MessageBubble {
  readonly line = input.required<MessageLine>();
  readonly visitor = input.required<string>();
  readonly kept = input.required<SessionView['kept']>();
  readonly retry = output();
  readonly discard = output();

  protected readonly isStaff = computed(() => this.line().entry.from.kind !== 'visitor');
  protected readonly isNote = computed(() => this.line().entry.visibility === 'internal');
  protected readonly parts = computed(() => textParts(this.line().entry.text));
  protected readonly author = computed(() => {
    const { from } = this.line().entry;
    if (from.kind === 'visitor') return this.visitor();
    return from.kind === 'system' ? 'Holdfast' : (from.name ?? 'A colleague');
  });
  protected readonly time = computed(() => clockTime(this.line().entry.at));
  protected readonly exact = computed(() => exactTime(this.line().entry.at));
  protected readonly tick = computed(() => {
    const { tick, reason } = this.line().entry;
    return tick === undefined
      ? null
      : { ...tickText(tick, this.isNote(), this.kept(), reasonText(reason)), name: tick };
  });
  /** The foot stands under a group; what needs attention, under its message. */
  protected readonly hasFoot = computed(
    () => this.line().ends || this.tick()?.spelled === true || this.tick()?.icon === 'clock',
  );
}
