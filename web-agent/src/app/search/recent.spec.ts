import { beforeEach, expect, test } from '@jest/globals';
import { RecentSearches, withSearch } from './recent.ts';

beforeEach(() => localStorage.clear());

test('CN-SEARCH-4 the latest searches are kept for each agent, each once, the latest first', () => {
  const ada = new RecentSearches('ada');
  for (const query of ['boots', 'parcel', 'Boots']) ada.note(query);
  expect(ada.read()).toEqual(['Boots', 'parcel']);
  expect(new RecentSearches('ben').read()).toEqual([]);
  ada.forget();
  expect(ada.read()).toEqual([]);
  expect(withSearch(['1', '2', '3', '4', '5', '6'], '7')).toEqual(['7', '1', '2', '3', '4', '5']);
});

test('CN-SEARCH-4 what the store holds of somebody else’s making is not shown', () => {
  localStorage.setItem('holdfast:searches:ada', '{"no": 1}');
  expect(new RecentSearches('ada').read()).toEqual([]);
});
