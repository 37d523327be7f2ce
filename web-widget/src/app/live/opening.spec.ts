import { describe, expect, it } from '@jest/globals';
import { Opening } from './opening';

const stored = { commandId: 'o', kind: 'stored' } as const;
const refused = (reason: string) => ({ commandId: 'o', kind: 'refused', reason }) as const;

describe('Opening', () => {
  it('WG-OPEN-1 opens a session that is not there once, before the first message', () => {
    const opening = new Opening();
    expect(opening.before('s1', 'absent', 'one')).toBe('open');
    expect(opening.before('s1', 'absent', 'two')).toBe('nothing');
    expect(opening.ended(stored)).toEqual([]);
    expect(opening.before('s1', 'waiting', 'three')).toBe('nothing');
  });

  it('WG-OPEN-1 opens again where the opening of an earlier page was lost, or this one was turned down', () => {
    const opening = new Opening();
    opening.before('s1', 'absent', 'one');
    expect(opening.ended(refused('storage-full'))).toEqual([]);
    expect(opening.before('s1', 'absent', 'two')).toBe('open');
    expect(opening.ended(refused('already-open'))).toEqual([]);
    expect(new Opening().before('s1', 'absent', 'on the next page')).toBe('open');
  });

  it('WG-OPEN-2 begins another session where the old one is erased, with all that was said to it in vain', () => {
    const opening = new Opening();
    expect(opening.before('s1', 'erased', 'hello?')).toBe('start-over');
    opening.before('s1', 'absent', 'one');
    opening.before('s1', 'absent', 'two');
    expect(opening.ended(refused('erased'))).toEqual(['one', 'two']);
    expect(opening.before('s2', 'absent', 'one')).toBe('open');
    expect(opening.ended({ commandId: 'o', kind: 'failed', reason: 'not-found' })).toEqual(['one']);
  });
});
