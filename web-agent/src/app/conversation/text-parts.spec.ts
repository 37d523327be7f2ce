import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { textParts } from './text-parts.ts';

const links = (text: string): (string | undefined)[] =>
  textParts(text).flatMap(({ href }) => (href === undefined ? [] : [href]));

describe('addresses in a text', () => {
  test('CN-TEXT-1 the pieces together are the text', () => {
    const words = fc.constantFrom(
      'see',
      'https://a.example/x?y=1',
      '(',
      ').',
      'www.b.example',
      'mailto:c@d.example',
      ' ',
      '\n',
      '😀',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((some) => some.join(' ')),
        ),
        (text) => {
          expect(
            textParts(text)
              .map((part) => part.text)
              .join(''),
          ).toBe(text);
        },
      ),
    );
  });

  test('CN-TEXT-1 finds web, mail and telephone addresses, without the end of the sentence', () => {
    expect(links('See https://a.example/b, or www.c.example. Mail mailto:d@e.example! Call tel:+4930123456?')).toEqual([
      'https://a.example/b',
      'https://www.c.example',
      'mailto:d@e.example',
      'tel:+4930123456',
    ]);
    expect(links('https://en.example/wiki/Chat_(talk)')).toEqual(['https://en.example/wiki/Chat_(talk)']);
  });

  test('CN-TEXT-2 nothing else is a link', () => {
    expect(links('javascript:alert(1) data:text/html,x file:///etc ftp://a.example vbscript:x')).toEqual([]);
  });
});
