import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pseudoArabic } from './pseudo-arabic.ts';

const arabic = pseudoArabic({
  joined: (name: string) => `${name} joined`,
  many: (count: number) => `${String(count)} more`,
  handed: (from: string, to: string) => `${from} gave it to ${to}`,
  plain: 'Send',
  deep: { list: ['one', 'two'] },
});

test('LK-PSEUDO-1 what is put into a sentence stays as it is', () => {
  const name = fc.stringMatching(/^[A-Z][a-z]{1,12} [A-Z][a-z]{1,12}$/);
  fc.assert(
    fc.property(name, name, fc.nat(), (one, other, count) => {
      expect(arabic.joined(one)).toContain(one);
      expect(arabic.handed(one, other)).toContain(one);
      expect(arabic.handed(one, other)).toContain(other);
      expect(arabic.many(count)).toContain(String(count));
    }),
  );
});

test('LK-PSEUDO-2 everything else has no Latin letter left', () => {
  for (const text of [arabic.plain, ...arabic.deep.list, arabic.joined('')]) expect(text).not.toMatch(/[a-z]/i);
});
