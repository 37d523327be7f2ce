import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contrast, onColour, readableOn } from './colour.ts';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

test('LK-COLOUR-1 text on any colour has a contrast of at least 4.5 to 1', () => {
  fc.assert(
    fc.property(colour, (ground) => {
      expect(contrast(onColour(ground), ground)).toBeGreaterThanOrEqual(4.5);
    }),
    { numRuns: 2_000 },
  );
});

test('LK-COLOUR-2 a colour made readable reaches what was asked, and stays as it is where it was readable', () => {
  fc.assert(
    fc.property(colour, colour, fc.constantFrom(3, 4.5), (ground, wish, wanted) => {
      const made = readableOn(ground, wish, wanted);
      expect(contrast(made, ground)).toBeGreaterThanOrEqual(wanted);
      if (contrast(wish, ground) >= wanted) expect(made).toBe(wish);
    }),
    { numRuns: 2_000 },
  );
});
