import type { SessionView, Tick } from '@holdfast/chat-client';
import type { IconName } from '@holdfast/look';
import { words } from '../../words/words.ts';

export interface TickText {
  readonly icon: IconName;
  readonly text: string;
  /** Whether it must be said in words, beside the picture. */
  readonly spelled: boolean;
  /** What can be done about it. */
  readonly canRetry: boolean;
  readonly canDiscard: boolean;
}

const quiet = { spelled: false, canRetry: false, canDiscard: false } as const;

/** What a message's tick says, no more than is known. */
export function tickText(tick: Tick, isNote: boolean, kept: SessionView['kept'], reason: string): TickText {
  const said = words().conversation.tick;
  switch (tick) {
    case 'clock':
      return kept === 'no'
        ? { icon: 'clock', text: said.sendingNotKept, ...quiet, spelled: true }
        : { icon: 'clock', text: said.sending, ...quiet };
    case 'unknown':
      return { icon: 'clock', text: said.unknown, spelled: true, canRetry: false, canDiscard: true };
    case 'withdrawing':
      return { icon: 'clock', text: said.withdrawing, ...quiet, spelled: true };
    case 'stored':
      return { icon: 'check', text: isNote ? said.saved : said.sent, ...quiet };
    case 'delivered':
      return { icon: 'checks', text: said.delivered, ...quiet };
    case 'read':
      return { icon: 'checks', text: said.seen, ...quiet };
    case 'refused':
    case 'failed':
      return { icon: 'warning', text: said.notSent(reason), spelled: true, canRetry: true, canDiscard: true };
  }
}
