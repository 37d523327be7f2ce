import { pseudoArabic } from '@holdfast/look/pseudo-arabic';
import { en } from './en';

/** Not a translation: what the layout does in such a script. */
export const ar = pseudoArabic(en);
