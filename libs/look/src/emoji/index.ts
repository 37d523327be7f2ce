export { EmojiPicker } from './emoji-picker.ts';
