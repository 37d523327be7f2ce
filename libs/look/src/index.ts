export { Avatar } from './avatar.ts';
export { contrast, luminance, onColour, readableOn } from './colour.ts';
export { Icon, ICONS } from './icon.ts';
export { ALL_ICONS, type IconName } from './icon-paths.ts';
export { initialsOf, visitorName } from './initials.ts';
export { Language, type LanguagePack } from './language.ts';
export { Now } from './now.ts';
export { ago, clockTime, dayOf, dayText, exactTime, lasting } from './time-text.ts';
export { isEmojiOnly, type TextPart, textParts } from './text-parts.ts';
