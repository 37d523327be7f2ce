import { expect, test } from '@jest/globals';
import { type Emoji, findEmoji, stepInGrid, usedLast } from './emoji.ts';

const emoji = (char: string, name: string, ...tags: string[]): Emoji => ({ char, name, tags, group: 0 });
const all = [
  emoji('🎉', 'party popper', 'tada', 'celebrate'),
  emoji('🥳', 'partying face', 'celebrate', 'hat'),
  emoji('🙂', 'slightly smiling face', 'happy'),
  emoji('🫰', 'hand with index finger and thumb crossed'),
  emoji('👍', 'thumbs up', 'yes'),
  emoji('😔', 'pensive face', 'party is over'),
];
const found = (query: string): string[] => findEmoji(all, query, 'en').map(({ char }) => char);

test('LK-EMOJI-1 finds by the beginnings of words, names before tags', () => {
  expect(found('part')).toEqual(['🎉', '🥳', '😔']);
  expect(found('SMIL fac')).toEqual(['🙂']);
  expect(found('thumb')).toEqual(['👍', '🫰']);
  expect(found('celebrate')).toEqual(['🎉', '🥳']);
  expect(found('🙂')).toEqual(['🙂']);
  expect(found('arty')).toEqual([]);
  expect(found('  ')).toEqual([]);
});

test('LK-EMOJI-2 arrows walk the grid and stop at its edges', () => {
  const from = (at: number, key: string, rtl = false) => stepInGrid(key, at, 4, 10, rtl);
  expect([from(0, 'ArrowRight'), from(0, 'ArrowLeft'), from(9, 'ArrowRight')]).toEqual([1, 0, 9]);
  expect([from(1, 'ArrowDown'), from(1, 'ArrowUp'), from(7, 'ArrowDown')]).toEqual([5, 1, 7]);
  expect([from(6, 'Home'), from(4, 'End'), from(8, 'End')]).toEqual([4, 7, 9]);
  expect([from(1, 'ArrowLeft', true), from(1, 'x')]).toEqual([2, null]);
});

test('LK-EMOJI-3 what was used last comes first, once', () => {
  expect(usedLast(['a', 'b', 'c'], 'c')).toEqual(['c', 'a', 'b']);
  expect(
    usedLast(
      Array.from({ length: 40 }, (_, i) => String(i)),
      'x',
    ),
  ).toHaveLength(16);
});
