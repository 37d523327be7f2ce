/** Widths in CSS pixels. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

const STEP = 16;
const LEAP = 80;

export const fit = (size: number, { least, most }: Bounds): number => Math.round(Math.max(least, Math.min(most, size)));

/**
 * The width after a key on the line beside a pane, or null where the key is none of its. `grows`: which arrow makes the pane wider; it is the one that
 * points away from it, wherever that is in this direction of writing.
 */
export function sizeAfterKey(
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  size: number,
  bounds: Bounds,
  grows: 'ArrowLeft' | 'ArrowRight',
): number | null {
  const step = shiftKey ? LEAP : STEP;
  const shrinks = grows === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
  switch (key) {
    case grows:
      return fit(size + step, bounds);
    case shrinks:
      return fit(size - step, bounds);
    case 'Home':
      return bounds.least;
    case 'End':
      return bounds.most;
    default:
      return null;
  }
}
