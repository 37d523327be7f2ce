import type { ConnectionStatus, SessionView } from '@holdfast/chat-client';
import type { Words } from '../../words/en';

/** A connection that is back within this time is not worth a word. */
export const QUIET_MS = 2_000;

/**
 * What there is to say about a connection and the conversation behind it, if one is open; null: nothing. `isLong`: they
 * have not been current for longer than is not worth a word.
 */
export function freshnessNotice(
  status: ConnectionStatus,
  conversation: SessionView['freshness'] | null,
  online: boolean,
  isLong: boolean,
): keyof Words['connection'] | null {
  if (status === 'incompatible') return 'incompatible';
  if (status === 'signed-out') return 'signedOut';
  if (conversation === 'frozen') return 'frozen';
  if (status === 'idle' || !isLong) return null;
  // A socket may not have noticed yet.
  if (!online) return 'offline';
  if (status === 'syncing') return 'syncing';
  if (status !== 'live') return 'connecting';
  return conversation === 'syncing' ? 'syncing' : null;
}
