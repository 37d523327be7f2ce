import type { ConnectionStatus } from '@holdfast/chat-client';
import type { Words } from '../../words/en';

/** A connection that is back within this time is not worth a word. */
export const QUIET_MS = 2_000;

/** What there is to say about a connection that has not been live for `sinceMs`; null: nothing. */
export function freshnessNotice(
  status: ConnectionStatus,
  frozen: boolean,
  online: boolean,
  sinceMs: number,
): keyof Words['connection'] | null {
  if (status === 'incompatible') return 'incompatible';
  if (frozen) return 'frozen';
  if (status === 'live' || status === 'idle' || sinceMs < QUIET_MS) return null;
  if (!online) return 'offline';
  return status === 'syncing' ? 'syncing' : 'connecting';
}
