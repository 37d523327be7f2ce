import { expect, test } from '@jest/globals';
import { Language } from './language.ts';

interface Words {
  readonly hello: string;
}

/** A language whose words arrive when the test says so. */
function loading(tag: string, direction: 'ltr' | 'rtl' = 'ltr') {
  let arrive: (words: Words) => void = () => undefined;
  const words = new Promise<Words>((resolve) => (arrive = resolve));
  return { pack: { tag, name: tag, direction, load: () => words }, arrive };
}

function twoLanguages() {
  const german = loading('de');
  const arabic = loading('ar', 'rtl');
  const english = { tag: 'en', name: 'English', direction: 'ltr' as const, load: async () => ({ hello: 'Hello' }) };
  const page = document.createElement('html');
  return {
    language: new Language<Words>([english, german.pack, arabic.pack], { hello: 'Hello' }),
    german,
    arabic,
    page,
  };
}

test('LK-LANG-1 the last choice counts, whatever arrives first', async () => {
  const { language, german, arabic, page } = twoLanguages();
  const first = language.use(['de'], page);
  const second = language.use(['ar'], page);
  arabic.arrive({ hello: 'مرحبا' });
  await second;
  german.arrive({ hello: 'Hallo' });
  await first;
  expect([language.words().hello, language.tag()]).toEqual(['مرحبا', 'ar']);
});

test('LK-LANG-2 the page says what language it is in, and which way that is read', async () => {
  const { language, arabic, page } = twoLanguages();
  arabic.arrive({ hello: 'مرحبا' });
  await language.use(['ar-EG'], page);
  expect([page.lang, page.dir, language.direction()]).toEqual(['ar', 'rtl', 'rtl']);
});

test('LK-LANG-3 the first wish that there is wins; where there is none, nothing changes', async () => {
  const { language, german, page } = twoLanguages();
  german.arrive({ hello: 'Hallo' });
  await language.use(['fr', 'de-AT', 'en'], page);
  expect([language.words().hello, language.locale()]).toEqual(['Hallo', 'de-AT']);
  await language.use(['fr'], page);
  expect(language.words().hello).toBe('Hallo');
});

test('LK-LANG-4 dates and numbers are the reader’s own, wherever in their wishes they named their kind of the language', async () => {
  const { language, page } = twoLanguages();
  await language.use(['en', 'de-AT', 'en-GB'], page);
  expect([language.tag(), language.locale()]).toEqual(['en', 'en-GB']);
  await language.use(['en'], page);
  expect(language.locale()).toBe('en');
});
