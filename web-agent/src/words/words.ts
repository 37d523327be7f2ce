import { Language } from '@holdfast/look';
import { pseudoArabic } from '@holdfast/look/pseudo-arabic';
import { en } from './en/index.ts';

export type Words = typeof en;

/** The languages of the console. Arabic is a stand-in that shows the layout from right to left. */
export const language = new Language<Words>(
  [
    { tag: 'en', name: 'English', direction: 'ltr', load: () => Promise.resolve(en) },
    { tag: 'de', name: 'Deutsch', direction: 'ltr', load: async () => (await import('./de/index.ts')).de },
    { tag: 'ar', name: 'العربية (pseudo)', direction: 'rtl', load: () => Promise.resolve(pseudoArabic(en)) },
  ],
  en,
);

/** What the console says, in the reader's language. */
export const words = language.words;
/** For dates and numbers. */
export const locale = language.locale;
