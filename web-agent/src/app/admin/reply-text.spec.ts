import { expect, test } from '@jest/globals';
import { repliesFor, shortcutOf } from './reply-text.ts';

test('CN-ADMIN-3 canned replies are found by shortcut or text, in the order of their shortcuts', () => {
  const replies = [
    { shortcut: 'thanks', text: 'Thank you for waiting' },
    { shortcut: 'bye', text: 'Have a good day' },
  ];
  expect(repliesFor(replies, '').map(({ shortcut }) => shortcut)).toEqual(['bye', 'thanks']);
  expect(repliesFor(replies, ' /THA').map(({ shortcut }) => shortcut)).toEqual(['thanks']);
  expect(repliesFor(replies, 'good').map(({ shortcut }) => shortcut)).toEqual(['bye']);
});

test('CN-ADMIN-3 a shortcut may be given as it is used, with its slash', () => {
  expect([' /Norway ', 'norway', 'a/b'].map(shortcutOf)).toEqual(['norway', 'norway', 'a/b']);
});
