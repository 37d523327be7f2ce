import { describe, expect, test } from '@jest/globals';
import { standingText } from './standing-text.ts';

const NOW = Date.parse('2026-01-01T12:00:00.000Z');

describe('where a chat stands', () => {
  test('CN-STAND-1 says who has it', () => {
    const assignee = { id: 'ben', name: 'Ben' };
    expect(standingText({ status: 'assigned', assignee }, 'ada', NOW)).toBe('With Ben');
    expect(standingText({ status: 'assigned', assignee }, 'ben', NOW)).toBe('With you');
    expect(standingText({ status: 'closed' }, 'ada', NOW)).toBe('Closed');
  });

  test('CN-STAND-2 says for how long it has been waiting', () => {
    const waitingSince = '2026-01-01T11:59:15.000Z';
    expect(standingText({ status: 'waiting', waitingSince }, 'ada', NOW)).toBe('Waiting for an agent for 45 sec');
    expect(standingText({ status: 'waiting' }, 'ada', NOW)).toBe('Waiting for an agent');
  });
});
