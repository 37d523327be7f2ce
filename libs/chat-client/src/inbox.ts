import type { InboxOnly } from '@holdfast/contracts';
import type { InboxView } from './client-api.ts';
import type { FrameOf } from './frames.ts';
import type { InboxWindow } from './hub.ts';

/** A window of the inbox as it was last sent, put together. */
export type ShownWindow = Omit<InboxView, 'current'>;

export const noWindow: ShownWindow = {
  filter: 'mine',
  offset: 0,
  total: 0,
  rows: [],
  counts: { mine: 0, mentions: 0, waiting: 0, team: 0, all: 0, closed: 0, unread: 0 },
};

/** The window after a frame, which brings only rows that are not held in their present form. Rows that the order names and that were never sent are left out. */
export function assemble(held: ShownWindow, frame: FrameOf<'inbox'>): ShownWindow {
  const { filter, sort, only, offset, total, order, counts } = frame;
  const known = new Map([...held.rows, ...frame.rows].map((row) => [row.session, row]));
  const rows = order.map((session) => known.get(session)).filter((row) => row !== undefined);
  const asked = { filter, ...(sort === undefined ? {} : { sort }), ...(only === undefined ? {} : { only }), offset };
  return { ...asked, total, rows, counts };
}

/** Whether what is shown is a window of what is wanted. */
export const isWindowOf = (shown: ShownWindow, wanted: InboxWindow): boolean =>
  shown.filter === wanted.filter &&
  shown.sort === wanted.sort &&
  shown.offset === wanted.offset &&
  narrowing(shown.only) === narrowing(wanted.only);

const narrowing = ({ teamId, siteId, assigneeId, label, unread }: InboxOnly = {}): string =>
  JSON.stringify([teamId, siteId, assigneeId, label, unread]);
