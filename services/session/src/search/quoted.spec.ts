import { describe, expect, test } from '@jest/globals';
import { quoted } from './quoted.ts';

const words = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => `word${String(from + i)}`).join(' ');

describe('what is quoted', () => {
  test('S-SEARCH-1 of a short message is all of it, as it was written', () => {
    expect(quoted(' Grüße\n\nan <b>Zoë</b> ', 'zoe')).toBe('Grüße an <b>Zoë</b>');
  });

  test('S-SEARCH-1 of a long one is a part with what was asked for, and says where it is cut', () => {
    const text = `${words(100, 150)} Müller ${words(150, 200)}`;
    const shown = quoted(text, 'muller');
    expect(shown).toMatch(/^… word\d+ (?:word\d+ )*Müller (?:word\d+ )*…$/);
    expect(shown.length).toBeGreaterThan(120);
    expect(quoted(text, 'word100')).toMatch(/^word100 .* …$/);
    expect(quoted(text, 'word199')).toMatch(/^… .* word199$/);
  });

  test('S-SEARCH-1 of several words the part with most of them', () => {
    const text = `If it is so, ${words(100, 150)} I want a refund ${words(150, 200)}`;
    expect(quoted(text, 'i refund')).toContain('I want a refund');
    expect(quoted(`https://shop.example/${'a'.repeat(320)} refund ${words(100, 150)}`, 'refund')).toContain(
      'refund word100',
    );
  });

  test('S-SEARCH-1 of one without spaces too, and no letter is cut in two', () => {
    expect(quoted(`${'包'.repeat(350)}，退款${'包'.repeat(50)}`, '退款')).toMatch(/^… 包+，退款包+$/);
    for (const lead of ['', 'x']) expect(quoted(`${lead}${'🎉'.repeat(300)}`, 'x')).toMatch(/^x?(?:🎉){79,80} …$/u);
  });
});
