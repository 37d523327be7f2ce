import type { InboxFilter } from '@holdfast/contracts';
import type { IconName } from '@holdfast/look';

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

export const VIEW_ICONS: Record<InboxFilter, IconName> = {
  mine: 'inbox',
  mentions: 'at',
  waiting: 'clock',
  team: 'users',
  all: 'layers',
  closed: 'archive',
};
