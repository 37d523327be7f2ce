import type { SessionView, Tick } from '@holdfast/chat-client';
import type { IconName } from '@holdfast/look';

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
  switch (tick) {
    case 'clock':
      return kept === 'no'
        ? { icon: 'clock', text: 'Sending. Not kept if this page is closed', ...quiet, spelled: true }
        : { icon: 'clock', text: 'Sending', ...quiet };
    case 'unknown':
      return {
        icon: 'clock',
        text: 'Not confirmed yet, still trying',
        spelled: true,
        canRetry: false,
        canDiscard: true,
      };
    case 'withdrawing':
      return { icon: 'clock', text: 'Being taken back', ...quiet, spelled: true };
    case 'stored':
      return { icon: 'check', text: isNote ? 'Saved' : 'Sent', ...quiet };
    case 'delivered':
      return { icon: 'checks', text: 'Delivered', ...quiet };
    case 'read':
      return { icon: 'checks', text: 'Seen', ...quiet };
    case 'refused':
    case 'failed':
      return { icon: 'warning', text: `Not sent. ${reason}`, spelled: true, canRetry: true, canDiscard: true };
  }
}
