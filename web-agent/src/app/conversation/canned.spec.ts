import { describe, expect, test } from '@jest/globals';
import { cannedFor, cannedQuery, type CannedReply } from './canned.ts';

const reply = (shortcut: string, text = ''): CannedReply => ({ replyId: shortcut, shortcut, text });
const replies = [
  reply('thanks', 'Thank you!'),
  reply('hello', 'Welcome'),
  reply('hours', 'We are here from 9 to 5'),
  reply('bye', 'Say hello again'),
];
const found = (text: string): string[] | undefined => {
  const query = cannedQuery(text);
  return query === undefined ? undefined : cannedFor(query, replies).map(({ shortcut }) => shortcut);
};

describe('canned replies', () => {
  test('CN-CANNED-1 a lone slash offers all of them', () => {
    expect(found('/')).toEqual(['bye', 'hello', 'hours', 'thanks']);
  });

  test('CN-CANNED-1 those that begin with what is typed come before those that hold it', () => {
    expect(found('/h')).toEqual(['hello', 'hours', 'thanks', 'bye']);
    expect(found('/HELLO')).toEqual(['hello', 'bye']);
    expect(found('/from here')).toEqual(['hours']);
    expect(found('/nothing')).toEqual([]);
  });

  test.each(['hello', 'a /hello', '/hello\nthere', 'https://a.example/', '/usr/bin'])(
    'CN-CANNED-2 other text offers nothing: %s',
    (text) => {
      expect(found(text)).toBeUndefined();
    },
  );
});
