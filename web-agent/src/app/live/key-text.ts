import { words } from '../../words/words.ts';

/** `navigator.platform` is what tells, as long as its successor is in one engine only. */
const isApple = (): boolean => /mac|iphone|ipad/i.test(navigator.platform);

/** The caps to press for a shortcut as tinykeys writes it, one after another: `g i` is G and then I. */
export function keyCaps(keys: string): readonly string[] {
  const { key, modifier } = words().page;
  return keys.split(/[ +]/).flatMap((part) => {
    if (part.startsWith('[')) return [];
    switch (part) {
      case '$mod':
        return [isApple() ? '⌘' : modifier];
      case 'Shift':
        return ['⇧'];
      case 'Escape':
        return [key.escape];
      case 'Enter':
        return [key.enter];
      case 'ArrowDown':
        return ['↓'];
      case 'ArrowUp':
        return ['↑'];
      default:
        return [part.toUpperCase()];
    }
  });
}
