import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linkify } from './linkify';

describe('linkify', () => {
  it('WG-LINK-1 joins to the same text, whatever it is', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('https://a.example/x?y=1', 'javascript:alert(1)', 'mailto:a@b.example', ' ', '.', 'http://'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        expect(
          linkify(text)
            .map((run) => run.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', 'file:///etc', 'http://', 'vbscript:x'])(
    'WG-LINK-1 makes no link of %s',
    (text) => {
      expect(linkify(text).some(({ href }) => href !== undefined)).toBe(false);
    },
  );

  it('WG-LINK-1 leaves the end of a sentence out of the link', () => {
    expect(linkify('See (https://a.example/b), or tel:+4930123.')).toEqual([
      { text: 'See (' },
      { text: 'https://a.example/b', href: 'https://a.example/b' },
      { text: '), or ' },
      { text: 'tel:+4930123', href: 'tel:+4930123' },
      { text: '.' },
    ]);
  });
});
