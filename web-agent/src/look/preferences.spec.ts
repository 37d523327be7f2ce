import { beforeEach, describe, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { Preferences } from './preferences.ts';
import { DEFAULTS, readPreferences } from './preferences-data.ts';

const KEY = 'holdfast:preferences';
beforeEach(() => localStorage.clear());

describe('what a person chose', () => {
  test('CN-PREF-1 is kept in this browser, and followed when another tab changes it', () => {
    const preferences = TestBed.inject(Preferences);
    preferences.change({ scheme: 'dark' });
    expect(readPreferences(localStorage.getItem(KEY)).scheme).toBe('dark');
    localStorage.setItem(KEY, JSON.stringify({ ...DEFAULTS, scheme: 'light', language: 'de' }));
    dispatchEvent(new StorageEvent('storage', { key: KEY }));
    expect([preferences.now().scheme, preferences.now().language]).toEqual(['light', 'de']);
  });

  test('CN-PREF-1 a change leaves alone what another tab has changed meanwhile', () => {
    const preferences = TestBed.inject(Preferences);
    localStorage.setItem(KEY, JSON.stringify({ ...DEFAULTS, language: 'de' }));
    preferences.change({ shortcuts: false });
    expect(readPreferences(localStorage.getItem(KEY))).toEqual({ ...DEFAULTS, language: 'de', shortcuts: false });
  });

  test('CN-PREF-1 is each agent’s own; who has chosen nothing yet finds what was chosen here last', () => {
    const preferences = TestBed.inject(Preferences);
    preferences.belongTo('w:ada');
    preferences.change({ scheme: 'dark' });
    preferences.belongTo('w:ben');
    expect(preferences.now().scheme).toBe('dark');
    preferences.change({ scheme: 'light', sends: 'mod-enter' });
    preferences.belongTo('w:ada');
    expect([preferences.now().scheme, preferences.now().sends]).toEqual(['dark', 'enter']);
  });

  test.each(['', '{', '[]', '"x"', '{"scheme":1,"panes":{"list":-4},"notices":{"waiting":{"sound":"yes"}}}'])(
    'CN-PREF-2 what cannot be understood is as it comes: %s',
    (text) => {
      expect(readPreferences(text)).toEqual(DEFAULTS);
    },
  );
});
