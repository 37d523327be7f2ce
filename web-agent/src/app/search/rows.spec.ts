import { expect, test } from '@jest/globals';
import { messageRows, visitorRows } from './rows.ts';

const at = '2026-01-01T00:00:00.000Z';

test('CN-SEARCH-3 a message leads to its place in its chat, a visitor to their latest chat', () => {
  const [message] = messageRows(
    [{ session: 's1', n: 7, at, from: 'Ada', excerpt: 'late parcel', visitor: { id: 'v1', name: 'Mia' } }],
    'parcel',
  );
  expect(message).toMatchObject({ session: 's1', n: 7, from: 'Ada', who: { id: 'v1', name: 'Mia' } });
  const nameless = { session: 's2', n: 1, at, from: '', excerpt: 'parcel', visitor: { id: 'v-1234' } };
  // As in the list.
  expect(messageRows([nameless], 'parcel')[0]?.who.name).toBe('Visitor 1234');
  const found = { visitorId: 'v1', name: 'Mia', email: 'mia@example.com', sessions: 3, session: 's9', changedAt: at };
  expect(visitorRows([found], 'mia')[0]).toMatchObject({
    session: 's9',
    chats: 3,
    pieces: [
      { text: 'mia', hit: true },
      { text: '@example.com', hit: false },
    ],
  });
  expect(visitorRows([{ ...found, name: undefined }], 'x')[0]?.who.name).toBe('mia@example.com');
});
