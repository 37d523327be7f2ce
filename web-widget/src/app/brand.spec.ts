import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { luminance, onColour } from './brand';

describe('the site’s colour', () => {
  it('WG-BRAND-1 carries readable text, whatever it is', () => {
    const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(colour, (brand) => {
        const text = onColour(brand) === '#fff' ? 1 : 0;
        const [light, dark] = [text, luminance(brand)].sort((a, b) => b - a) as [number, number];
        expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });
});
