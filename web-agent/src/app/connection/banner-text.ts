import type { ConnectionView } from '@holdfast/chat-client';

/** Short breaks are nobody's business: the banner keeps quiet for so long, in ms. */
export const QUIET_MS = 2_000;

export interface Banner {
  readonly kind: 'waiting' | 'reload';
  readonly text: string;
}

/** What to say of the connection, or null while what is shown is current. `brokenSince` is when it last ceased to be, in ms since 1970. */
export function bannerOf(view: ConnectionView | null, brokenSince: number, now: number): Banner | null {
  if (view === null || view.status === 'live' || view.status === 'signed-out' || view.status === 'idle') return null;
  if (view.status === 'incompatible')
    return {
      kind: 'reload',
      text: 'The server speaks another version of this page. Reload to go on; what you wrote is kept.',
    };
  if (now - brokenSince < QUIET_MS) return null;
  const kept = 'What you send is kept here and goes out when it is back.';
  if (view.status === 'syncing') return { kind: 'waiting', text: 'Connected. Catching up…' };
  if (view.status === 'connecting') return { kind: 'waiting', text: `No connection. Reconnecting… ${kept}` };
  const seconds = Math.max(1, Math.ceil(((view.retryAt ?? now) - now) / 1_000));
  return { kind: 'waiting', text: `No connection. Next try in ${seconds} s. ${kept}` };
}
