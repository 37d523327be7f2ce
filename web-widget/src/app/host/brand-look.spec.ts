import { expect, test } from '@jest/globals';
import { contrast } from '@holdfast/look';
import fc from 'fast-check';
import { brandRoles } from './brand-look';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const pair = (value = ''): string[] => value.match(/#[0-9a-f]{6}/g) ?? [];

test('WG-BRAND-1 text on the site’s colour, and in it, has 4.5 to 1 in both schemes', () => {
  fc.assert(
    fc.property(colour, (brand) => {
      const roles = brandRoles(brand);
      expect(contrast(roles['--hf-on-brand'] ?? '', brand)).toBeGreaterThanOrEqual(4.5);
      const [light = '', dark = ''] = pair(roles['--hf-accent']);
      const [onLight = '', onDark = ''] = pair(roles['--hf-on-accent']);
      expect(contrast(light, '#ffffff')).toBeGreaterThanOrEqual(4.5);
      expect(contrast(dark, '#161920')).toBeGreaterThanOrEqual(4.5);
      expect(contrast(onLight, light)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(onDark, dark)).toBeGreaterThanOrEqual(4.5);
    }),
  );
});
