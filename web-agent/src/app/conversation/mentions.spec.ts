import { describe, expect, test } from '@jest/globals';
import { calledIn, callingAt, callsIn, colleaguesFor } from './mentions.ts';

const TEAM = [
  { id: 'a', name: 'Mara' },
  { id: 'b', name: 'Mara Weiss' },
  { id: 'c', name: 'Ben Okafor' },
  { id: 'd', name: 'Ömer' },
];

describe('calling a colleague', () => {
  test('CN-MENTION-1 an @ at the beginning of a word offers colleagues, an address does not', () => {
    expect(callingAt('see @be', 7)).toEqual({ query: 'be', from: 4 });
    expect(callingAt('@', 1)).toEqual({ query: '', from: 0 });
    expect(callingAt('mia@example.com', 15)).toBeUndefined();
    expect(callingAt('@ben and', 8)).toBeUndefined();
  });

  test('CN-MENTION-1 they are found by the beginning of any of their names', () => {
    expect(colleaguesFor('ok', TEAM).map(({ id }) => id)).toEqual(['c']);
    expect(colleaguesFor('m', TEAM).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(colleaguesFor('ö', TEAM).map(({ id }) => id)).toEqual(['d', 'c']);
    for (const typed of ['öm', 'ome', 'ÖMER']) expect(colleaguesFor(typed, TEAM).map(({ id }) => id)).toEqual(['d']);
    expect(colleaguesFor('', TEAM)).toHaveLength(4);
  });

  test('CN-MENTION-2 a note calls whom it names, the longest name first, and nobody else', () => {
    expect(calledIn('@Mara Weiss, can you? cc @ben okafor', TEAM)).toEqual(['b', 'c']);
    expect(calledIn('@Mara. And @Mara again, @Maratha', TEAM)).toEqual(['a']);
    expect(calledIn('mail mara@Mara.example, Ben Okafor', TEAM)).toEqual([]);
    expect(callsIn('hi @Ömer!', TEAM)).toEqual([{ from: 3, to: 8, ids: ['d'] }]);
  });

  test('CN-MENTION-2 who shares a name is called together', () => {
    expect(calledIn('@Mara', [...TEAM, { id: 'e', name: 'Mara' }])).toEqual(['a', 'e']);
  });
});
