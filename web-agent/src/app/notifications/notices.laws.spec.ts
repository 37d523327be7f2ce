import { describe, expect, test } from '@jest/globals';
import type { InboxCounts, InboxRow } from '@holdfast/contracts';
import fc from 'fast-check';
import { type Glance, glanceAfter, kindsOf, noticesOf } from './notices.ts';

const AT = '2026-01-01T00:00:00.000Z';
const ME = 'ada';

const row = (session: number): fc.Arbitrary<InboxRow> =>
  fc
    .record({
      status: fc.constantFrom('waiting', 'assigned', 'closed' as const),
      mine: fc.boolean(),
      unread: fc.integer({ min: 0, max: 3 }),
      called: fc.boolean(),
      v: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ status, mine, unread, called, v }): InboxRow => ({
      session: `s${session}`,
      status: status,
      siteId: 'site',
      visitor: { id: 'mia' },
      ...(status === 'assigned' ? { assignee: { id: mine ? ME : 'ben', name: 'x' } } : {}),
      ...(called ? { mentioned: [ME] } : {}),
      ticket: 1,
      labels: [],
      unread: status === 'closed' ? 0 : unread,
      lastVisitorW: 0,
      openedAt: AT,
      changedAt: AT,
      v,
    }));
/** The inbox of a workspace with six chats at most. */
const inbox = fc
  .tuple(...[0, 1, 2, 3, 4, 5].map((n) => fc.option(row(n), { nil: undefined })))
  .map((rows) => rows.filter((one) => one !== undefined));

function counted(rows: readonly InboxRow[]): InboxCounts {
  const count = (holds: (row: InboxRow) => boolean): number => rows.filter(holds).length;
  return {
    mine: count((one) => kindsOf(one, ME).assigned),
    mentions: count((one) => kindsOf(one, ME).mention),
    waiting: count((one) => kindsOf(one, ME).waiting),
    unread: count((one) => kindsOf(one, ME).message),
    team: 0,
    all: 0,
    closed: 0,
  };
}
/** What a console that shows only some of the rows knows. */
const seen = (rows: readonly InboxRow[], shown: number): Glance =>
  glanceAfter(null, rows.slice(0, shown), counted(rows));

describe('what is new', () => {
  test('CN-NOTICES-1 nothing is told of an inbox that has not changed, whatever part of it is shown', () => {
    fc.assert(
      fc.property(inbox, fc.nat(6), fc.nat(6), (rows, then, now) => {
        expect(noticesOf(seen(rows, then), rows.slice(0, now), counted(rows), ME)).toEqual([]);
      }),
    );
  });

  test('CN-NOTICES-2 each chat is told of once, and only of what holds of it', () => {
    fc.assert(
      fc.property(inbox, inbox, fc.nat(6), fc.nat(6), (rows, after, then, now) => {
        const notices = noticesOf(seen(rows, then), after.slice(0, now), counted(after), ME);
        const told = notices.flatMap((notice) => (notice.row === undefined ? [] : [notice.row.session]));
        expect(new Set(told).size).toBe(told.length);
        for (const notice of notices)
          if (notice.row !== undefined) expect(kindsOf(notice.row, ME)[notice.kind]).toBe(true);
      }),
    );
  });

  test('CN-NOTICES-3 a chat that begins to wait out of sight is told all the same', () => {
    fc.assert(
      fc.property(inbox, row(9), fc.nat(6), (rows, more, shown) => {
        const fresh: InboxRow = { ...more, status: 'waiting', mentioned: [] };
        const { assignee: _, ...waiting } = fresh;
        const after = [...rows, waiting];
        const notices = noticesOf(seen(rows, shown), rows.slice(0, shown), counted(after), ME);
        expect(notices).toEqual([{ kind: 'waiting', count: 1 }]);
        expect(noticesOf(seen(rows, shown), [waiting], counted(after), ME)).toEqual([
          { kind: 'waiting', row: waiting },
        ]);
      }),
    );
  });
});
