/** What the picker says. It comes with the picker, which comes when it is first used. */
interface EmojiWords {
  readonly title: string;
  readonly search: string;
  readonly loading: string;
  readonly failed: string;
  readonly none: string;
  readonly found: string;
  readonly recent: string;
  /** By the number of the group. */
  readonly groups: Readonly<Record<number, string>>;
}

const en: EmojiWords = {
  title: 'Emoji',
  search: 'Search emoji',
  loading: 'Loading…',
  failed: 'Emoji cannot be loaded right now.',
  none: 'Nothing found. Try another word.',
  found: 'Found',
  recent: 'Used last',
  groups: {
    0: 'Smileys',
    1: 'People',
    3: 'Animals and nature',
    4: 'Food and drink',
    5: 'Travel and places',
    6: 'Activities',
    7: 'Objects',
    8: 'Symbols',
    9: 'Flags',
  },
};

const de: EmojiWords = {
  title: 'Emoji',
  search: 'Emoji suchen',
  loading: 'Wird geladen …',
  failed: 'Emoji können gerade nicht geladen werden.',
  none: 'Nichts gefunden. Versuchen Sie ein anderes Wort.',
  found: 'Gefunden',
  recent: 'Zuletzt verwendet',
  groups: {
    0: 'Smileys',
    1: 'Menschen',
    3: 'Tiere und Natur',
    4: 'Essen und Trinken',
    5: 'Reisen und Orte',
    6: 'Aktivitäten',
    7: 'Gegenstände',
    8: 'Symbole',
    9: 'Flaggen',
  },
};

export const emojiWords = (locale: string): EmojiWords => (locale.startsWith('de') ? de : en);
