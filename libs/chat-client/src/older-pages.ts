import type { SessionFrameEvent } from '@holdfast/contracts';
import type { StoredEntry } from './entries.ts';
import { entryOf } from './entry-of-event.ts';

/** Pages of older history, without a gap among them: entries of the numbers `from` to `to`. */
export interface OlderPages {
  readonly from: number;
  readonly to: number;
  readonly entries: readonly StoredEntry[];
  readonly older: boolean;
}

/** Puts a page of the history before what is held of it. */
export function withPage(
  pages: OlderPages | null,
  page: readonly SessionFrameEvent[],
  older: boolean,
): OlderPages | null {
  const last = page[page.length - 1];
  if (last === undefined) return pages === null ? null : { ...pages, older };
  const entries = page.map(entryOf).filter((entry) => entry !== null);
  const from = page[0]?.n ?? last.n;
  if (pages === null || last.n + 1 < pages.from) return { from, to: last.n, entries, older };
  return { from, to: pages.to, entries: [...entries.filter(({ n }) => n < pages.from), ...pages.entries], older };
}
