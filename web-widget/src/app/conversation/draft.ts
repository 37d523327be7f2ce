import { openStorage } from '../live/visitor';

const key = (session: string): string => `holdfast:draft:${session}`;

/** What was written in a conversation and not sent; kept for this tab, over reloads. */
export const recallDraft = (session: string): string => openStorage('sessionStorage')?.getItem(key(session)) ?? '';

export function keepDraft(session: string, text: string): void {
  const storage = openStorage('sessionStorage');
  try {
    if (text === '') storage?.removeItem(key(session));
    else storage?.setItem(key(session), text);
  } catch {
    // Full or refused: the draft lives as long as the page.
  }
}
