export { Avatar } from './avatar.ts';
export { contrast, luminance, onColour, readableOn } from './colour.ts';
export { Icon } from './icon.ts';
export type { IconName } from './icon-paths.ts';
export { initialsOf, visitorName } from './initials.ts';
export { Language, type LanguagePack } from './language.ts';
export { Now } from './now.ts';
export { pseudoArabic } from './pseudo-arabic.ts';
export { ago, clockTime, dayOf, dayText, exactTime, lasting } from './time-text.ts';
