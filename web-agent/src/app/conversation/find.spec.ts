import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { MessageEntry } from '@holdfast/chat-client';
import { matchesIn, piecesOf, withOlder } from './find.ts';

const message = (n: number, text: string): MessageEntry => ({
  kind: 'message',
  id: `m${n}`,
  n,
  at: '2026-01-01T00:00:00.000Z',
  from: { kind: 'visitor', id: 'mia' },
  own: false,
  text,
  visibility: 'public',
});
const { n: _n, ...pending } = message(0, 'kettle');
const entries = [message(7, 'The KETTLE?'), message(8, 'no'), message(9, 'kettles (2)'), { ...pending, id: 'p' }];

describe('searching in a chat', () => {
  test('CN-FIND-1 finds messages that hold the text, whatever its case, oldest first', () => {
    expect(matchesIn(entries, ' kettle ').map(({ id }) => id)).toEqual(['m7', 'm9', 'p']);
    expect(matchesIn(entries, '(2)').map(({ id }) => id)).toEqual(['m9']);
    expect(matchesIn(entries, '  ')).toEqual([]);
  });

  test('CN-FIND-1 adds what only the server knows, each place once, in the order of the log', () => {
    const all = withOlder(matchesIn(entries, 'kettle'), [3, 9, 8, 3], entries);
    expect(all.map(({ n, id }) => id ?? n)).toEqual([3, 'm7', 'm8', 'm9', 'p']);
  });

  test('CN-FIND-1 finds words with and without their accents, however these are written', () => {
    const said = [message(1, 'Yılmaz'), message(2, 'caf\u00e9'), message(3, 'cafe\u0301s'), message(4, 'Straße')];
    expect(matchesIn(said, 'yilmaz').map(({ n }) => n)).toEqual([1]);
    expect(matchesIn(said, 'CAFÉ').map(({ n }) => n)).toEqual([2, 3]);
    expect(matchesIn(said, 'strasse').map(({ n }) => n)).toEqual([4]);
  });

  test('CN-FIND-1 a mark that makes another letter is no accent', () => {
    const said = [message(1, 'का'), message(2, 'かす'), message(3, '각'), message(4, 'ΟΔΟΣ')];
    for (const other of ['की', 'がす', '가']) expect(matchesIn(said, other)).toEqual([]);
    expect(matchesIn(said, 'οδός').map(({ n }) => n)).toEqual([4]);
  });

  test('CN-FIND-2 a letter is marked with its accents, and one that is two letters as a whole', () => {
    expect(piecesOf('cafe\u0301s', 'cafe')).toEqual([
      { text: 'cafe\u0301', found: true },
      { text: 's', found: false },
    ]);
    expect(piecesOf('Straße', 's')).toEqual([
      { text: 'S', found: true },
      { text: 'tra', found: false },
      { text: 'ß', found: true },
      { text: 'e', found: false },
    ]);
  });

  test('CN-FIND-2 what is marked is what was looked for, and the text stays as it is', () => {
    expect(piecesOf('A b a', 'a')).toEqual([
      { text: 'A', found: true },
      { text: ' b ', found: false },
      { text: 'a', found: true },
    ]);
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, query) => {
        expect(
          piecesOf(text, query)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
