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
  expect(shown('Où est mon café, Zoë?', 'cafe zo')).toBe('Où est mon [café], [Zoë]?');
  expect(shown('to the don’t, ada@shop.example coming', "don't ada@sh")).toBe(
    'to the [don’t], [ada@shop].example coming',
  );
  expect(shown('danke ☎️', 'danke ❤️')).toBe('[danke] ☎️');
  expect(shown('a (b) c', '(b) .*')).toBe('a ([b]) c');
  expect(shown('nothing', '  ')).toBe('nothing');
});
