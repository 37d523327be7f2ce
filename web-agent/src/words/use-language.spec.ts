import { describe, expect, test } from '@jest/globals';
import { wantedLanguages } from './use-language.ts';

describe('the language', () => {
  test('CN-LANG-1 is the chosen one, else the browser’s', () => {
    expect(wantedLanguages(null, 'de', ['en-GB'])).toEqual(['de', 'en-GB']);
    expect(wantedLanguages(null, null, ['fr', 'de-AT'])).toEqual(['fr', 'de-AT']);
  });

  test('CN-LANG-1 the stand-in for Arabic comes only to who asks for it', () => {
    expect(wantedLanguages(null, null, ['ar-EG', 'en'])).toEqual(['en']);
    expect(wantedLanguages('ar', 'de', ['en'])).toEqual(['ar', 'de', 'en']);
    expect(wantedLanguages(null, 'ar', ['en'])).toEqual(['ar', 'en']);
  });
});
