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

test('CN-TEXT-1 CN-TEXT-2 links are links, and what only looks like one is text', () => {
  expect(drawn('https://a.example and javascript:alert(1)')).toEqual([
    'link:https://a.example',
    'text: and javascript:alert(1)',
  ]);
});

test('CN-TEXT-2 nothing but web, mail and telephone addresses is a link', () => {
  expect(drawn('data:text/html,x ftp://a.example').every((piece) => piece.startsWith('text:'))).toBe(true);
});

test('CN-TEXT-3 code is code, and nothing in it is a link', () => {
  expect(drawn('run `a b` or\n```sh\ncurl https://a.example\n\nls\n```')).toEqual([
    'text:run ',
    'code:a b',
    'text: or\n',
    'block:curl https://a.example\n\nls',
  ]);
});
