import { describe, expect, test } from '@jest/globals';
import type { RosterAgent } from '@holdfast/contracts';
import { byAvailability, standingOf } from './colleague-text.ts';

const agent = (more: Partial<RosterAgent>): RosterAgent => ({
  id: 'a',
  name: 'Ada',
  availability: 'online',
  present: true,
  load: 1,
  capacity: 3,
  teams: [],
  active: true,
  ...more,
});

describe('a colleague', () => {
  test('CN-TEAM-1 without an open console is offline, whatever they chose', () => {
    expect(standingOf(agent({ present: false })).state).toBe('offline');
    expect(standingOf(agent({ availability: 'away' })).state).toBe('away');
  });

  test('CN-TEAM-1 is shown with what they hold and may hold', () => {
    expect(standingOf(agent({}))).toEqual({ state: 'online', text: '1 of 3 chats' });
    expect(standingOf(agent({ load: 3 }))).toEqual({ state: 'full', text: 'Full: 3 of 3 chats' });
    expect(standingOf(agent({ load: 0, availability: 'away' })).text).toBe('Away');
  });

  test('CN-TEAM-2 who can take a chat comes first', () => {
    const some = [
      agent({ name: 'Off', present: false }),
      agent({ name: 'Full', load: 3 }),
      agent({ name: 'Zoe' }),
      agent({ name: 'Ben' }),
    ];
    expect(some.sort(byAvailability).map(({ name }) => name)).toEqual(['Ben', 'Zoe', 'Full', 'Off']);
  });
});
