import { Language } from '@holdfast/look';
import { en, type Words } from './en';

/** The languages of the widget. English comes with it, the others when they are read; Arabic shows the layout from right to left. */
export const language = new Language<Words>(
  [
    { tag: 'en', name: 'English', direction: 'ltr', load: () => Promise.resolve(en) },
    { tag: 'de', name: 'Deutsch', direction: 'ltr', load: async () => (await import('./de')).de },
    { tag: 'ar', name: 'العربية (pseudo)', direction: 'rtl', load: async () => (await import('./ar')).ar },
  ],
  en,
);

/** What the widget says, in the reader's language. */
export const words = language.words;
/** For dates and numbers. */
export const locale = language.locale;
