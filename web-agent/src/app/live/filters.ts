import type { InboxFilter } from '@holdfast/contracts';

/** The views of the inbox, in the order in which they are shown. */
export const FILTERS = [
  'mine',
  'mentions',
  'waiting',
  'team',
  'all',
  'closed',
] as const satisfies readonly InboxFilter[];

export const isFilter = (text: string | undefined): text is InboxFilter => FILTERS.some((filter) => filter === text);
