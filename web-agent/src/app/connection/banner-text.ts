import type { ConnectionView } from '@holdfast/chat-client';
import { lasting } from '@holdfast/look';
import { locale, words } from '../../words/words.ts';

/** Short breaks are nobody's business: the banner keeps quiet for so long, in ms. */
export const QUIET_MS = 2_000;

export interface Banner {
  readonly kind: 'waiting' | 'syncing' | 'reload';
  readonly text: string;
  /** The same for screen readers: without what changes every second. */
  readonly spoken: string;
  /** What can be done about it. */
  readonly action?: 'try' | 'reload';
}

/**
 * What to say of the connection, or null while what is shown is current. `isLong`: it has not been for longer than `QUIET_MS`; `now` in ms since 1970; `isOnline` what the
 * browser makes of the network: a no is believed, a yes is not.
 */
export function bannerOf(view: ConnectionView | null, isLong: boolean, now: number, isOnline = true): Banner | null {
  if (view === null || view.status === 'signed-out' || view.status === 'idle') return null;
  // A socket may not have noticed yet that there is no network.
  if (isProven(view) && isOnline) return null;
  const { connection } = words();
  if (view.status === 'incompatible') return { ...saying('reload', connection.incompatible), action: 'reload' };
  if (!isLong) return null;
  if (view.status === 'syncing') return saying('syncing', connection.catchingUp);
  if (!isOnline) return saying('waiting', `${connection.offline} ${connection.kept}`);
  const trying = saying('waiting', `${connection.reconnecting} ${connection.kept}`);
  if (view.status === 'connecting' || view.status === 'live') return trying;
  const left = Math.max(1_000, Math.ceil(((view.retryAt ?? now) - now) / 1_000) * 1_000);
  return { ...trying, text: `${connection.next(lasting(left, locale()))} ${connection.kept}`, action: 'try' };
}

/** Whether the connection gives no cause to doubt what is shown. */
export const isProven = ({ status, doubtful }: ConnectionView): boolean => status === 'live' && doubtful !== true;

const saying = (kind: Banner['kind'], text: string): Banner => ({ kind, text, spoken: text });
