import { expect, test } from '@jest/globals';
import { messagePieces } from './message-pieces.ts';

const called = [
  { id: 'ada', name: 'Ada' },
  { id: 'ben', name: 'Ben' },
];
const drawn = (text: string, query = '') =>
  messagePieces(text, { called, me: 'ada', query }).map(
    ({ kind, text: piece, found, mine }) => `${kind}:${piece}${found ? '*' : ''}${mine ? '!' : ''}`,
  );

test('CN-MENTION-3 whom a note calls stands out in it, the reader most', () => {
  expect(drawn('@Ada and @Ben: look')).toEqual(['call:@Ada!', 'text: and ', 'call:@Ben', 'text:: look']);
  expect(messagePieces('@Ada', { called: [], me: 'ada', query: '' }).map(({ kind }) => kind)).toEqual(['text']);
});

test('CN-FIND-2 what is looked for stands out; links and code stay whole', () => {
  expect(drawn('a kettle, https://a.example/kettle `kettle`', 'kettle')).toEqual([
    'text:a ',
    'text:kettle*',
    'text:, ',
    'link:https://a.example/kettle*',
    'text: ',
    'code:kettle*',
  ]);
});
