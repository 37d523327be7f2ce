import { DatePipe } from '@angular/common';
import { Component, computed, input, output } from '@angular/core';
import type { MessageEntry } from '@holdfast/chat-client';
import { words } from '../words';
import { linkify } from './linkify';

/** One message, and what became of it. */
@Component({
  selector: 'hf-message',
  imports: [DatePipe],
  templateUrl: './message.html',
  styleUrl: './message.css',
  host: { '[class.own]': 'message().own', '[class.joined]': 'joined()' },
})
export class Message {
  readonly message = input.required<MessageEntry>();
  readonly joined = input(false);
  /** The page can store nothing: what is pending is lost with it. */
  readonly notKept = input(false);
  readonly retried = output();
  readonly discarded = output();

  readonly words = words;
  readonly runs = computed(() => linkify(this.message().text));
  readonly sender = computed(() => (this.message().own ? words.you : (this.message().from.name ?? words.somebody)));
  readonly settledBadly = computed(() => ['refused', 'failed'].includes(this.message().tick ?? ''));
  readonly pending = computed(() => ['clock', 'unknown', 'withdrawing'].includes(this.message().tick ?? ''));
  readonly state = computed(() => {
    const { tick, reason } = this.message();
    if (tick === undefined) return '';
    const text = words.ticks[tick];
    if (this.settledBadly() && reason !== undefined) return `${text}: ${reason.replaceAll('-', ' ')}`;
    return this.pending() && this.notKept() ? `${text} (${words.notKept})` : text;
  });
  /** The mark beside the time: a clock, one tick, two ticks, or a warning. */
  readonly mark = computed(() => {
    const { tick } = this.message();
    if (tick === undefined) return null;
    if (this.settledBadly()) return 'M8 3.5v5.5M8 11.6v.4';
    if (this.pending()) return 'M8 4v4l2.5 1.6M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8';
    return tick === 'stored' ? 'M3.5 8.5l3 3 6-7' : 'M1 8.5l3 3 6-7M7 10.3l1.2 1.2 6-7';
  });
}
