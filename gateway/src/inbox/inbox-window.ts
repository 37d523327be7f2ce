import { type ClientFrame, type InboxCounts, type InboxFrame, type InboxRow } from '@holdfast/contracts';
import { type InboxView, type Reader } from './inbox-view.ts';

type Watched = Pick<
  Extract<ClientFrame, { t: 'watch-inbox' }>,
  'window' | 'filter' | 'sort' | 'only' | 'offset' | 'limit'
>;

/** One console's look at the inbox, and what of it the console has. */
export class InboxWindow {
  readonly #watched: Watched;
  /** The rows the console has: their `v`, by session. Only those of the window: what leaves it is forgotten on both sides. */
  #has = new Map<string, number>();
  #shown = '';

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  /** What changed for this console, or null when nothing did. */
  changes(view: InboxView, reader: Reader): InboxFrame | null {
    const { window, offset, limit, ...wanted } = this.#watched;
    const { total, rows } = view.window(wanted, reader, offset, limit);
    const counts = view.counts(reader);
    const fresh = rows.filter((row) => this.#has.get(row.session) !== row.v);
    const order = rows.map((row) => row.session);
    const shown = outline(total, counts, order);
    if (fresh.length === 0 && shown === this.#shown) return null;
    this.#has = new Map(rows.map((row: InboxRow) => [row.session, row.v]));
    this.#shown = shown;
    const { filter, sort, only } = wanted;
    return {
      t: 'inbox',
      window,
      filter,
      ...(sort === undefined ? {} : { sort }),
      ...(only === undefined ? {} : { only }),
      offset,
      total,
      order,
      rows: fresh,
      counts,
    };
  }
}

const outline = (total: number, counts: InboxCounts, order: readonly string[]): string =>
  `${total} ${Object.values(counts).join(' ')} ${order.join(' ')}`;
