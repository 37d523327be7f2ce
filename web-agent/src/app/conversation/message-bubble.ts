import { Component, computed, inject, input, output } from '@angular/core';
import type { SessionView } from '@holdfast/chat-client';
import { Avatar, clockTime, exactTime, Icon } from '@holdfast/look';
import { Directory } from '../../api/directory.ts';
import { locale, words } from '../../words/words.ts';
import { reasonText } from '../live/refusal-text.ts';
import { Live } from '../live/live.ts';
import { Finding } from './finding.ts';
import { Landing } from './landing.ts';
import type { MessageLine } from './lines.ts';
import { MessageText } from './message-text.ts';
import { tickText } from './tick-text.ts';

@Component({
  selector: 'hf-message-bubble',
  imports: [Avatar, Icon, MessageText],
  templateUrl: './message-bubble.html',
  styleUrl: './message-bubble.css',
  host: {
    '[attr.data-id]': 'line().id',
    '[class.staff]': 'isStaff()',
    '[class.own]': 'line().entry.own',
    '[class.note]': 'isNote()',
    '[class.starts]': 'line().starts',
    '[class.current]': 'isCurrent()',
    '[class.landed]': 'isLanded()',
  },
})
export class MessageBubble {
  readonly line = input.required<MessageLine>();
  readonly visitor = input.required<string>();
  readonly kept = input.required<SessionView['kept']>();
  readonly retry = output();
  readonly discard = output();
  readonly #directory = inject(Directory);
  readonly #finding = inject(Finding);
  readonly #landing = inject(Landing);
  protected readonly me = inject(Live).me;
  protected readonly words = words;

  protected readonly isStaff = computed(() => this.line().entry.from.kind !== 'visitor');
  protected readonly isNote = computed(() => this.line().entry.visibility === 'internal');
  protected readonly query = this.#finding.query;
  /** Whether the search is at this message. */
  protected readonly isCurrent = computed(() => this.query() !== '' && this.#finding.current()?.id === this.line().id);
  /** Whether an address has led here just now. */
  protected readonly isLanded = computed(() => this.#landing.shown() === this.line().id);
  protected readonly called = computed(() =>
    (this.line().entry.mentions ?? []).map((id) => ({ id, name: this.#directory.agentName(id) })),
  );
  protected readonly callsMe = computed(() => this.called().some(({ id }) => id === this.me()));
  protected readonly author = computed(() => {
    const { from } = this.line().entry;
    if (from.kind === 'visitor') return this.visitor();
    return from.kind === 'system' ? words().conversation.system : (from.name ?? words().conversation.colleague);
  });
  protected readonly time = computed(() => clockTime(this.line().entry.at, locale()));
  protected readonly exact = computed(() => exactTime(this.line().entry.at, locale()));
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
