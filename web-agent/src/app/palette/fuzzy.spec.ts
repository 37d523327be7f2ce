import { describe, expect, test } from '@jest/globals';
import { fuzzy, pieces } from './fuzzy.ts';

const best = (query: string, ...texts: string[]) =>
  texts
    .map((text) => ({ text, match: fuzzy(query, text) }))
    .filter(({ match }) => match !== null)
    .sort((a, b) => (b.match?.score ?? 0) - (a.match?.score ?? 0))
    .map(({ text }) => text);

describe('finding a command', () => {
  test('CN-PALETTE-1 takes beginnings of words before what merely holds the letters', () => {
    expect(best('cl', 'Include everybody', 'Close the chat', 'Go to Closed')[0]).toBe('Close the chat');
    expect(best('gc', 'Change the language', 'Go to Closed')[0]).toBe('Go to Closed');
  });

  test('CN-PALETTE-1 leaves out what does not have all letters in their order', () => {
    expect(best('esolc', 'Close')).toEqual([]);
    expect(best('', 'Close', 'Open')).toEqual(['Close', 'Open']);
  });

  test('CN-PALETTE-1 does not mind marks on letters, or capitals', () => {
    expect(best('uber', 'Übergeben')).toEqual(['Übergeben']);
    expect(fuzzy('ÜBER', 'übergeben')?.at).toEqual([0, 1, 2, 3]);
  });

  test('CN-PALETTE-1 shows what was matched', () => {
    expect(pieces('Close', [0, 1])).toEqual([
      { text: 'Cl', hit: true },
      { text: 'ose', hit: false },
    ]);
  });
});
