import { expect, test } from '@jest/globals';
import type { SessionView } from '@holdfast/chat-client';
import { rowsOf } from './rows';

const at = (minute: number): string => `2026-11-25T12:${String(minute).padStart(2, '0')}:00.000Z`;
const view = (session: string, minute: number | null, change: Partial<SessionView> = {}): SessionView => ({
  session,
  freshness: 'live',
  status: minute === null ? 'absent' : 'assigned',
  n: 1,
  entries:
    minute === null
      ? []
      : [
          {
            kind: 'message',
            id: `m-${session}`,
            at: at(minute),
            from: { kind: 'agent', id: 'a' },
            own: false,
            text: `last of ${session}`,
            visibility: 'public',
          },
        ],
  older: false,
  from: 1,
  unread: 0,
  lastW: 0,
  labels: [],
  typing: [],
  viewing: [],
  kept: 'device',
  ...change,
});

test('WG-LIST-1 every conversation once, the one that changed last first, and none that was not begun', () => {
  const views = [
    view('old', 1),
    view('new', 9, { unread: 2 }),
    view('fresh', null),
    view('gone', 3, { status: 'erased' }),
  ];
  const rows = rowsOf(new Map(views.map((one) => [one.session, one])), [
    { session: 'new', status: 'waiting', changedAt: at(2), preview: 'outdated' },
    { session: 'past', status: 'closed', changedAt: at(5), preview: 'long ago' },
    { session: 'gone', status: 'closed', changedAt: at(6) },
  ]);
  expect(rows.map(({ session, text, unread, closed }) => ({ session, text, unread, closed }))).toEqual([
    { session: 'new', text: 'last of new', unread: 2, closed: false },
    { session: 'past', text: 'long ago', unread: 0, closed: true },
    { session: 'old', text: 'last of old', unread: 0, closed: false },
  ]);
});
