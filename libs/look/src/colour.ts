/** Relative luminance of `#rrggbb`, 0 to 1, as WCAG 2 defines it. */
export function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours `#rrggbb`, 1 to 21, as WCAG 2 defines it. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((one, other) => other - one) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever is easier to read on this colour: 4.58:1 at least, whatever the colour. */
export const onColour = (colour: string): '#000000' | '#ffffff' => (luminance(colour) > 0.179 ? '#000000' : '#ffffff');

/** The colour, darkened or lightened step by step until it has this contrast on the ground. */
export function readableOn(ground: string, colour: string, wanted: number): string {
  const end = onColour(ground);
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = mix(colour, end, share);
    if (contrast(mixed, ground) >= wanted) return mixed;
  }
  return end;
}

/** `share` of `b` in `a`, 0 to 1. */
function mix(a: string, b: string, share: number): string {
  const other = channels(b);
  const parts = channels(a).map((value, i) => Math.round(value + ((other[i] ?? 0) - value) * share));
  return `#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

const channels = (colour: string): number[] => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
