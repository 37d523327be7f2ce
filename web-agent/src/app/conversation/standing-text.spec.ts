import { describe, expect, test } from '@jest/globals';
import type { Entry, Notice } from '@holdfast/chat-client';
import { standingText, waitingSince } from './standing-text.ts';

const notice = (at: string, type: 'opened' | 'reopened' | 'closed'): Entry => ({
  kind: 'notice',
  id: at,
  n: 1,
  w: 1,
  at,
  from: { kind: 'visitor', id: 'mia' },
  notice: { type } satisfies Notice,
});
const NOW = Date.parse('2026-01-01T12:00:00.000Z');

describe('where a chat stands', () => {
  test('CN-STAND-1 says who has it', () => {
    const assignee = { id: 'ben', name: 'Ben' };
    expect(standingText({ status: 'assigned', assignee }, 'ada', NOW, undefined)).toBe('With Ben');
    expect(standingText({ status: 'assigned', assignee }, 'ben', NOW, undefined)).toBe('With you');
    expect(standingText({ status: 'closed' }, 'ada', NOW, undefined)).toBe('Closed');
  });

  test('CN-STAND-2 counts the wait from the last thing that asked for an agent', () => {
    const entries = [
      notice('2026-01-01T08:00:00.000Z', 'opened'),
      notice('2026-01-01T09:00:00.000Z', 'closed'),
      notice('2026-01-01T11:59:15.000Z', 'reopened'),
    ];
    const since = waitingSince({ status: 'waiting', entries });
    expect(standingText({ status: 'waiting' }, 'ada', NOW, since)).toBe('Waiting for an agent for 45 sec');
    expect(waitingSince({ status: 'assigned', entries })).toBeUndefined();
  });
});
