import type { InboxOnly, InboxRow } from '@holdfast/contracts';
import type { InboxView } from './client-api.ts';
import type { FrameOf } from './frames.ts';
import type { InboxWindow } from './hub.ts';

/** A window of the inbox as it was last sent, put together. */
export type ShownWindow = Omit<InboxView, 'current'>;

/** The window, and every row that was sent on the way to it: a frame brings only rows that are not held in their present form. */
export interface InboxAssembly {
  readonly window: ShownWindow;
  readonly known: ReadonlyMap<string, InboxRow>;
}

/** Rows outside the window that are remembered at most. */
const ROWS_REMEMBERED = 2_000;

export const noWindow: ShownWindow = {
  filter: 'mine',
  offset: 0,
  total: 0,
  rows: [],
  counts: { mine: 0, mentions: 0, waiting: 0, team: 0, all: 0, closed: 0, unread: 0 },
};
export const emptyInbox: InboxAssembly = { window: noWindow, known: new Map() };

/** The inbox after a frame. Rows that the order names and that were never sent are left out. */
export function assemble({ known }: InboxAssembly, frame: FrameOf<'inbox'>): InboxAssembly {
  const { filter, sort, only, offset, total, order, counts } = frame;
  const next = new Map(known);
  for (const row of frame.rows) {
    // Put last, so that what was not sent for longest is first to be forgotten.
    next.delete(row.session);
    next.set(row.session, row);
  }
  const rows = order.map((session) => next.get(session)).filter((row) => row !== undefined);
  if (next.size > ROWS_REMEMBERED) {
    const shown = new Set(order);
    for (const session of next.keys()) {
      if (next.size <= ROWS_REMEMBERED) break;
      if (!shown.has(session)) next.delete(session);
    }
  }
  const asked = { filter, ...(sort === undefined ? {} : { sort }), ...(only === undefined ? {} : { only }), offset };
  return { window: { ...asked, total, rows, counts }, known: next };
}

/** Whether what is shown is a window of what is wanted. */
export const isWindowOf = (shown: ShownWindow, wanted: InboxWindow): boolean =>
  shown.filter === wanted.filter &&
  shown.sort === wanted.sort &&
  shown.offset === wanted.offset &&
  narrowing(shown.only) === narrowing(wanted.only);

const narrowing = ({ teamId, siteId, assigneeId, label, unread }: InboxOnly = {}): string =>
  JSON.stringify([teamId, siteId, assigneeId, label, unread]);
