import type { ConnectionView } from '@holdfast/chat-client';
import { lasting } from '@holdfast/look';
import { locale, words } from '../../words/words.ts';

/** Short breaks are nobody's business: the banner keeps quiet for so long, in ms. */
export const QUIET_MS = 2_000;

export interface Banner {
  readonly kind: 'waiting' | 'syncing' | 'reload';
  readonly text: string;
  /** What can be done about it. */
  readonly action?: 'try' | 'reload';
}

/**
 * What to say of the connection, or null while what is shown is current. `brokenSince` is when it last ceased to be, in ms since 1970; `isOnline` what the
 * browser makes of the network: a no is believed, a yes is not.
 */
export function bannerOf(
  view: ConnectionView | null,
  brokenSince: number,
  now: number,
  isOnline = true,
): Banner | null {
  if (view === null || view.status === 'live' || view.status === 'signed-out' || view.status === 'idle') return null;
  const { connection } = words();
  if (view.status === 'incompatible') return { kind: 'reload', text: connection.incompatible, action: 'reload' };
  if (now - brokenSince < QUIET_MS) return null;
  if (view.status === 'syncing') return { kind: 'syncing', text: connection.catchingUp };
  if (!isOnline) return { kind: 'waiting', text: `${connection.offline} ${connection.kept}` };
  if (view.status === 'connecting') return { kind: 'waiting', text: `${connection.reconnecting} ${connection.kept}` };
  const left = Math.max(1_000, Math.ceil(((view.retryAt ?? now) - now) / 1_000) * 1_000);
  return { kind: 'waiting', text: `${connection.next(lasting(left, locale()))} ${connection.kept}`, action: 'try' };
}
