import { describe, expect, it } from '@jest/globals';
import { freshnessNotice, QUIET_MS } from './freshness';

describe('what is said about the connection', () => {
  it('WG-FRESH-1 is nothing for a blip, and for a live connection however long ago it was lost', () => {
    expect(freshnessNotice('waiting', false, true, QUIET_MS - 1)).toBeNull();
    expect(freshnessNotice('live', false, true, QUIET_MS * 10)).toBeNull();
  });

  it.each([
    ['waiting', true, 'connecting'],
    ['connecting', true, 'connecting'],
    ['syncing', true, 'syncing'],
    ['waiting', false, 'offline'],
  ] as const)('WG-FRESH-1 is a sentence when %s for long (online: %s)', (status, online, text) => {
    expect(freshnessNotice(status, false, online, QUIET_MS)).toBe(text);
  });

  it('WG-FRESH-2 asks for a reload at once', () => {
    expect(freshnessNotice('incompatible', false, true, 0)).toBe('incompatible');
  });
});
