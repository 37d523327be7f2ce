import { Component, computed, input, output } from '@angular/core';
import type { MessageEntry } from '@holdfast/chat-client';
import { Avatar, clockTime, exactTime, isEmojiOnly, textParts } from '@holdfast/look';
import { locale, words } from '../../words/words';

const MARKS = {
  clock: 'M8 4v4l2.5 1.6M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8',
  tick: 'M3.5 8.5l3 3 6-7',
  ticks: 'M1 8.5l3 3 6-7M7.300 10.500l1 1 6-7',
  warning: 'M8 3.5v5.5M8 11.6v.4',
};

/** One message, and what became of it. */
@Component({
  selector: 'hf-message',
  imports: [Avatar],
  templateUrl: './message.html',
  styleUrl: './message.css',
  host: {
    '[class.own]': 'message().own',
    '[class.joined]': 'joined()',
    '[class.last]': 'last()',
    '[class.emoji]': 'emoji()',
    '[class.bad]': 'settledBadly()',
  },
})
export class Message {
  readonly message = input.required<MessageEntry>();
  readonly joined = input(false);
  /** The last of what its sender says in a row: it has the time, and the picture. */
  readonly last = input(true);
  /** Where the sender's picture is. */
  readonly picture = input<string | null>(null);
  /** The page can store nothing: what is pending is lost with it. */
  readonly notKept = input(false);
  readonly retried = output();
  readonly discarded = output();

  protected readonly words = words;
  protected readonly parts = computed(() => textParts(this.message().text));
  protected readonly emoji = computed(() => isEmojiOnly(this.message().text));
  protected readonly name = computed(() => this.message().from.name ?? words().somebody);
  protected readonly sender = computed(() => (this.message().own ? words().you : this.name()));
  protected readonly settledBadly = computed(() => ['refused', 'failed'].includes(this.message().tick ?? ''));
  protected readonly pending = computed(() => ['clock', 'unknown', 'withdrawing'].includes(this.message().tick ?? ''));
  protected readonly time = computed(() => clockTime(this.message().at, locale()));
  protected readonly exactly = computed(() => exactTime(this.message().at, locale()));
  protected readonly state = computed(() => {
    const { tick, reason } = this.message();
    if (tick === undefined) return '';
    const text = words().ticks[tick];
    if (this.settledBadly() && reason !== undefined) return `${text}: ${words().reasons(reason)}`;
    return this.pending() && this.notKept() ? `${text} (${words().notKept})` : text;
  });
  /** The mark in the corner: a clock, one tick, two ticks, or a warning. */
  protected readonly mark = computed(() => {
    const { tick } = this.message();
    if (tick === undefined) return null;
    if (this.settledBadly()) return MARKS.warning;
    if (this.pending()) return MARKS.clock;
    return tick === 'stored' ? MARKS.tick : MARKS.ticks;
  });
}
