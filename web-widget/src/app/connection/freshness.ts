import type { ConnectionStatus } from '@holdfast/chat-client';
import type { Words } from '../../words/en';

/** A connection that is back within this time is not worth a word. */
export const QUIET_MS = 2_000;

/** What there is to say about a connection; null: nothing. `isLong`: it has not been live for longer than is not worth a word. */
export function freshnessNotice(
  status: ConnectionStatus,
  frozen: boolean,
  online: boolean,
  isLong: boolean,
): keyof Words['connection'] | null {
  if (status === 'incompatible') return 'incompatible';
  if (status === 'signed-out') return 'signedOut';
  if (frozen) return 'frozen';
  if (status === 'idle' || !isLong) return null;
  // A socket may not have noticed yet.
  if (!online) return 'offline';
  if (status === 'live') return null;
  return status === 'syncing' ? 'syncing' : 'connecting';
}
