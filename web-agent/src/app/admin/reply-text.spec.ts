import { expect, test } from '@jest/globals';
import { filledIn, repliesFor, unknownIn } from './reply-text.ts';

const values = {
  '{{visitor.name}}': 'Mia Lindqvist',
  '{{visitor.firstName}}': 'Mia',
  '{{agent.name}}': 'Ada',
  '{{workspace.name}}': 'Shop',
};

test('CN-ADMIN-3 the preview of a canned reply is filled in; what names nothing stays and is told', () => {
  expect(filledIn('Hi {{ visitor.firstName }}, {{agent.name}} here. {{order}}', values)).toBe(
    'Hi Mia, Ada here. {{order}}',
  );
  expect(unknownIn('{{order}} {{visitor.name}} {{order}} { no }')).toEqual(['{{order}}']);
});

test('CN-ADMIN-3 canned replies are found by shortcut or text, in the order of their shortcuts', () => {
  const replies = [
    { shortcut: 'thanks', text: 'Thank you for waiting' },
    { shortcut: 'bye', text: 'Have a good day' },
  ];
  expect(repliesFor(replies, '').map(({ shortcut }) => shortcut)).toEqual(['bye', 'thanks']);
  expect(repliesFor(replies, ' /THA').map(({ shortcut }) => shortcut)).toEqual(['thanks']);
  expect(repliesFor(replies, 'good').map(({ shortcut }) => shortcut)).toEqual(['bye']);
});
