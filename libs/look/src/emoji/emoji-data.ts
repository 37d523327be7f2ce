import type { Emoji } from './emoji.ts';

interface Raw {
  readonly annotation: string;
  readonly emoji: string;
  readonly group: number;
  readonly tags?: readonly string[];
}

/** Skin tones and hair as things of their own: nobody writes these. */
const COMPONENTS = 2;

/** The groups, in the order of the tabs. */
export const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;

/** Every emoji with its name and tags in this language, in a chunk of its own; in English where there is none of it. */
export async function loadEmoji(locale: string): Promise<readonly Emoji[]> {
  const module: unknown = locale.startsWith('de')
    ? await import('emoji-picker-element-data/de/cldr/data.json')
    : await import('emoji-picker-element-data/en/cldr/data.json');
  const { default: raw } = module as { default: readonly Raw[] };
  return raw
    .filter(({ group }) => group !== COMPONENTS)
    .map(({ emoji, annotation, tags = [], group }) => ({ char: emoji, name: annotation, tags, group }));
}
