import { describe, expect, test } from '@jest/globals';
import { beginningsAsked, wordsAsked } from './words.ts';

describe('what is searched for', () => {
  test('S-SEARCH-1 every word counts, the last one by its beginning', () => {
    expect(wordsAsked('  late  parcel ')).toBe("'late' & 'parcel':*");
    expect(wordsAsked('a')).toBe("'a':*");
  });

  test('S-SEARCH-2 of a name every word by its beginning', () => {
    expect(beginningsAsked(" ev  o'b ")).toBe("'ev':* & 'o''b':*");
    expect(beginningsAsked('& |')).toBeNull();
  });

  test('S-SEARCH-1 operators and quotes are plain characters', () => {
    expect(wordsAsked("it's | !b & (c):* \\d")).toBe("'it''s' & '!b' & '(c):*' & '\\\\d':*");
  });

  test('S-SEARCH-1 without a letter or digit there is nothing to find', () => {
    for (const text of ['', '  ', '&', "' | '"]) expect(wordsAsked(text)).toBeNull();
  });
});
