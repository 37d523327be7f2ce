import { openStorage } from './visitor';

/*
 * What is kept for this tab, over its reloads. Where the browser keeps nothing it lives as long as the page.
 */

const storage = openStorage('sessionStorage');

export const recallOfTab = (name: string): string => storage?.getItem(`holdfast:${name}`) ?? '';

export function keepOfTab(name: string, text: string): void {
  try {
    if (text === '') storage?.removeItem(`holdfast:${name}`);
    else storage?.setItem(`holdfast:${name}`, text);
  } catch {
    // Full or refused.
  }
}

export const forgetOfTab = (): void => storage?.clear();
