import { describe, expect, test } from '@jest/globals';
import { hereOf } from './place.ts';

describe('where this tab is', () => {
  test('CN-PLACE-1 the address says which view and which chat are open', () => {
    expect(hereOf('/waiting/s1?lang=ar', 'mine')).toEqual({ filter: 'waiting', session: 's1', page: 'inbox' });
    expect(hereOf('/all', 'mine')).toEqual({ filter: 'all', session: undefined, page: 'inbox' });
  });

  test('CN-PLACE-1 beside the inbox its view stays what it was', () => {
    expect(hereOf('/settings', 'closed')).toEqual({ filter: 'closed', session: undefined, page: 'other' });
  });
});
