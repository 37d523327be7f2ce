import { onColour, readableOn } from '@holdfast/look';

/** The surfaces of `roles.css` that text in the site's colour stands on. */
const LIGHT = '#f6f7fb';
const DARK = '#1e222b';

/** Where a site has none: as `roles.css` and the loader have it. */
export const DEFAULT_COLOUR = '#3a4fd0';

/** The roles that follow from a site's colour: readable in both schemes, whatever the colour. */
export function brandRoles(colour: string): Readonly<Record<string, string>> {
  const [light, dark] = [readableOn(LIGHT, colour, 4.5), readableOn(DARK, colour, 4.5)];
  const on = onColour(colour);
  return {
    '--hf-brand': colour,
    '--hf-on-brand': on,
    '--hf-own': colour,
    '--hf-on-own': on,
    '--hf-accent': `light-dark(${light}, ${dark})`,
    '--hf-on-accent': `light-dark(${onColour(light)}, ${onColour(dark)})`,
    '--hf-accent-soft': 'color-mix(in oklab, var(--hf-accent) 14%, var(--hf-surface))',
  };
}
