import type { ConnectionStatus } from '@holdfast/chat-client';
import { words } from '../words';

/** A connection that is back within this time is not worth a word. */
export const QUIET_MS = 2_000;

/** What there is to say about a connection that has not been live for `sinceMs`; null: nothing. */
export function freshnessNotice(
  status: ConnectionStatus,
  frozen: boolean,
  online: boolean,
  sinceMs: number,
): string | null {
  if (status === 'incompatible') return words.connection.incompatible;
  if (frozen) return words.connection.frozen;
  if (status === 'live' || status === 'idle' || sinceMs < QUIET_MS) return null;
  if (!online) return words.connection.offline;
  return status === 'syncing' ? words.connection.syncing : words.connection.connecting;
}
