import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isEmojiOnly, textParts } from './text-parts.ts';

const links = (text: string): (string | undefined)[] =>
  textParts(text).flatMap(({ href }) => (href === undefined ? [] : [href]));
const codes = (text: string) => textParts(text).flatMap(({ code }) => (code === undefined ? [] : [code]));

describe('pieces of a text', () => {
  test('LK-TEXT-1 joined they are the text, letter for letter', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'https://a.example/x?y=1',
        'www.b.example',
        'javascript:alert(1)',
        'mailto:a@b.example',
        'http://',
      ),
      fc.constantFrom('`', '```', '\n', ' ', ').', '(', '😀', 'let x = 1'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const shown = textParts(text)
          .map((part) => part.text)
          .join('');
        expect(shown).toBe(text);
      }),
    );
  });

  test('LK-TEXT-2 finds web, mail and telephone addresses, without the end of the sentence', () => {
    expect(links('See https://a.example/b, or www.c.example. Mail mailto:d@e.example! Call tel:+4930123456?')).toEqual([
      'https://a.example/b',
      'https://www.c.example',
      'mailto:d@e.example',
      'tel:+4930123456',
    ]);
    expect(links('https://en.example/wiki/Chat_(talk)')).toEqual(['https://en.example/wiki/Chat_(talk)']);
    expect(links('(https://en.example/wiki/Chat_(talk)).')).toEqual(['https://en.example/wiki/Chat_(talk)']);
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', 'file:///etc', 'http://', 'vbscript:x'])(
    'LK-TEXT-2 makes no link of %s',
    (text) => {
      expect(links(text)).toEqual([]);
    },
  );

  test('LK-TEXT-2 whatever is a link has one of the four schemes', () => {
    const scheme = fc.constantFrom(
      'http://',
      'https://',
      'javascript:',
      'data:',
      'mailto:',
      'tel:',
      'www.',
      'JAVASCRIPT:',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(scheme, fc.webPath(), fc.string())), (some) => {
        for (const href of links(some.flat().join('')))
          expect(new URL(href ?? '').protocol).toMatch(/^(https?|mailto|tel):$/);
      }),
    );
  });

  test('LK-TEXT-3 code is what stands between backticks, a block or in the line, and holds no link', () => {
    expect(codes('Run `npm start` and ```sh\ncurl https://a.example\n``` then')).toEqual([
      { body: 'npm start', block: false },
      { body: 'curl https://a.example', block: true },
    ]);
    expect(links('`https://a.example`')).toEqual([]);
    expect(codes('a ` alone, ``` open')).toEqual([]);
  });
});

test.each([
  ['👍', true],
  ['👩‍👩‍👧 🇩🇪', true],
  ['😀😀😀', true],
  ['😀😀😀😀', false],
  ['ok 👍', false],
  ['12', false],
  ['', false],
])('LK-TEXT-4 %s is emoji only: %s', (text, only) => {
  expect(isEmojiOnly(text)).toBe(only);
});
