import { Directionality } from '@angular/cdk/bidi';
import { effect, inject, untracked } from '@angular/core';
import { Preferences } from '../look/preferences.ts';
import { language } from './words.ts';

/** Arabic is a stand-in that no browser's wish should bring about: only who asks for it gets it. */
const STAND_IN = 'ar';

/** The languages to try, the best first. `asked` stands in the address (`?lang=`), and counts for this page load. */
export const wantedLanguages = (
  asked: string | null,
  chosen: string | null,
  browser: readonly string[],
): readonly string[] => [
  ...(asked === null ? [] : [asked]),
  ...(chosen === null ? [] : [chosen]),
  ...browser.filter((tag) => !tag.toLowerCase().startsWith(STAND_IN)),
];

/** Shows the console in the language of its reader, and follows their choice while it runs. Answers when the first one is there. */
export function useLanguage(): Promise<void> {
  const preferences = inject(Preferences);
  const directionality = inject(Directionality);
  const asked = new URLSearchParams(location.search).get('lang');
  // A choice made since this page was loaded counts more than its address.
  const first = preferences.now().language;
  const apply = async (chosen: string | null): Promise<void> => {
    const wanted = wantedLanguages(chosen === first ? asked : null, chosen, navigator.languages);
    // Where its words cannot be fetched, the page goes on in the language it is in.
    await language.use([...wanted, 'en']).catch(() => undefined);
  };
  effect(() => {
    const chosen = preferences.now().language;
    untracked(() => void apply(chosen));
  });
  effect(() => {
    const direction = language.direction();
    untracked(() => {
      if (directionality.value === direction) return;
      directionality.valueSignal.set(direction);
      directionality.change.emit(direction);
    });
  });
  return apply(first);
}
