import { describe, expect, it } from '@jest/globals';
import { freshnessNotice } from './freshness';

describe('what is said about the connection', () => {
  it('WG-FRESH-1 is nothing for a blip, and for a live connection however long ago it was lost', () => {
    expect(freshnessNotice('waiting', 'syncing', true, false)).toBeNull();
    expect(freshnessNotice('live', 'live', true, true)).toBeNull();
  });

  it.each([
    ['waiting', true, 'connecting'],
    ['connecting', true, 'connecting'],
    ['syncing', true, 'syncing'],
    ['waiting', false, 'offline'],
    ['live', false, 'offline'],
    ['live', true, 'syncing'],
  ] as const)('WG-FRESH-1 is a sentence when %s for long (online: %s)', (status, online, text) => {
    expect(freshnessNotice(status, 'syncing', online, true)).toBe(text);
  });

  it('WG-FRESH-2 asks for a reload at once where only that helps', () => {
    expect(freshnessNotice('incompatible', null, true, false)).toBe('incompatible');
    expect(freshnessNotice('signed-out', null, true, false)).toBe('signedOut');
  });
});
