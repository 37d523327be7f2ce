import type { InboxFilter } from '@holdfast/contracts';

/** The views of the inbox, in the order of their tabs. */
export const FILTERS = ['mine', 'waiting', 'all', 'closed'] as const satisfies readonly InboxFilter[];

export const isFilter = (text: string | undefined): text is InboxFilter => FILTERS.some((filter) => filter === text);
