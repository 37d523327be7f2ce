import { openStorage } from './visitor';

/*
 * What is kept for this tab, over its reloads. Where the browser keeps nothing it lives as long as the page.
 */

const storage = openStorage('sessionStorage');

const ofThisPage = new Map<string, string>();

export const recallOfTab = (name: string): string => storage?.getItem(`holdfast:${name}`) ?? ofThisPage.get(name) ?? '';

export function keepOfTab(name: string, text: string): void {
  if (storage === null) ofThisPage.set(name, text);
  try {
    if (text === '') storage?.removeItem(`holdfast:${name}`);
    else storage?.setItem(`holdfast:${name}`, text);
  } catch {
    // Full or refused.
  }
}

export function forgetOfTab(): void {
  storage?.clear();
  ofThisPage.clear();
}
