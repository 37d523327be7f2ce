import { expect, test } from '@jest/globals';
import type { SessionView } from '@holdfast/chat-client';
import { previewOf, queueOf, statusOf } from './told';

const view = (session: string, change: Partial<SessionView> = {}): SessionView => ({
  session,
  freshness: 'live',
  status: 'assigned',
  n: 1,
  entries: [],
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
const said = (text: string, minute: number, own = false): SessionView['entries'][number] => ({
  kind: 'message',
  id: text,
  at: `2026-11-25T12:${String(minute).padStart(2, '0')}:00.000Z`,
  from: own ? { kind: 'visitor', id: 'v' } : { kind: 'agent', id: 'a', name: 'Noor' },
  own,
  text,
  visibility: 'public',
});
const telling = {
  picture: (id: string) => `/pictures/${id}`,
  initials: (name: string) => name.slice(0, 1),
  somebody: 'Somebody',
};

test('WG-TOLD-1 the latest message that was not seen, of whichever conversation', () => {
  const seen = view('seen', { entries: [said('newest of all', 9)] });
  const old = view('old', { unread: 1, entries: [said('old', 1)] });
  const fresh = view('new', { unread: 2, entries: [said('one', 2), said('two', 3), said('mine', 4, true)] });
  expect(previewOf([seen, fresh, old], telling)).toEqual({
    id: 'two',
    session: 'new',
    name: 'Noor',
    initials: 'N',
    picture: '/pictures/a',
    text: 'two',
  });
  expect(previewOf([seen], telling)).toBeNull();
});

test('WG-TOLD-2 the place in the queue while the visitor waits, and whether somebody has the conversation', () => {
  const standing = { open: true, position: 3 };
  expect(queueOf(view('s', { status: 'waiting', standing }))).toEqual({ position: 3, expectedWaitMs: null });
  expect(queueOf(view('s', { status: 'assigned', standing }))).toBeNull();
  expect(queueOf(null)).toBeNull();
  expect(
    (['absent', 'waiting', 'assigned', 'snoozed', 'closed', 'erased'] as const).map((status) =>
      statusOf(view('s', { status })),
    ),
  ).toEqual(['none', 'waiting', 'open', 'open', 'closed', 'none']);
});
