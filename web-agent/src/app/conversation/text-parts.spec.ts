import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isEmojiOnly, textParts } from './text-parts.ts';

const links = (text: string): (string | undefined)[] =>
  textParts(text).flatMap(({ href }) => (href === undefined ? [] : [href]));

describe('a text in pieces', () => {
  test('CN-TEXT-1 the pieces together are the text', () => {
    const some = fc.constantFrom(
      'see',
      'https://a.example/x?y=1',
      '(',
      ').',
      'www.b.example',
      'tel:1',
      ' ',
      '\n',
      '😀',
    );
    const text = fc.oneof(
      fc.string().map((any) => any.replaceAll('`', '')),
      fc.array(some).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(text, (said) => {
        expect(
          textParts(said)
            .map((part) => part.text)
            .join(''),
        ).toBe(said);
      }),
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

  test('CN-TEXT-3 code is code, and nothing in it is a link', () => {
    expect(textParts('run `a b` or\n```sh\ncurl https://a.example\n\nls\n```\nthen `')).toEqual([
      { kind: 'text', text: 'run ' },
      { kind: 'code', text: 'a b' },
      { kind: 'text', text: ' or\n' },
      { kind: 'block', text: 'curl https://a.example\n\nls' },
      { kind: 'text', text: 'then `' },
    ]);
  });

  test('CN-TEXT-3 a few emoji alone are shown large', () => {
    expect(['😀', '👩‍👩‍👧 🎉', '🇩🇪❤️'].map(isEmojiOnly)).toEqual([true, true, true]);
    expect(['', ' ', 'ok 😀', '12', '😀😀😀😀😀', '#'].map(isEmojiOnly)).toEqual(new Array(6).fill(false));
  });
});
