import { expect, test } from '@jest/globals';
import { marked } from './marked.ts';

const shown = (text: string, query: string): string =>
  marked(text, query)
    .map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))
    .join('');

test('CN-SEARCH-3 what was looked for stands out in what was found, and the text stays whole', () => {
  expect(shown('My parcel is late, the Parcels too', 'parcel')).toBe('My [parcel] is late, the [Parcels] too');
  expect(shown('Où est mon café?', 'CAFÉ où')).toBe('[Où] est mon [café]?');
  expect(shown('unparcel', 'parcel')).toBe('unparcel');
  expect(shown('a (b) c', '(b) .*')).toBe('a [(b]) c'.replace('[(b])', '[(b)]'));
  expect(shown('nothing', '  ')).toBe('nothing');
});
