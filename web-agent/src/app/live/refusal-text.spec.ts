import { describe, expect, test } from '@jest/globals';
import { refusalText } from './refusal-text.ts';

const NOW = Date.parse('2026-01-01T00:00:12.000Z');

describe('a refusal in words', () => {
  test('CN-REFUSE-1 a chat that is taken says who has it and since when', () => {
    const detail = { agentId: 'ben', agentName: 'Ben', at: '2026-01-01T00:00:00.000Z' };
    expect(refusalText({ commandId: 'c', kind: 'refused', reason: 'already-taken', detail }, NOW)).toBe(
      'Ben took this chat 12 sec ago.',
    );
    expect(refusalText({ commandId: 'c', kind: 'refused', reason: 'already-taken' }, NOW)).toBe(
      'Somebody else has this chat.',
    );
  });

  test('CN-REFUSE-2 what was carried out says nothing, what was not always says something', () => {
    expect(refusalText({ commandId: 'c', kind: 'stored' }, NOW)).toBeNull();
    for (const reason of ['outdated-ticket', 'closed', 'a-reason-of-a-later-version']) {
      expect(refusalText({ commandId: 'c', kind: 'refused', reason }, NOW)).toEqual(expect.stringMatching(/\w+/));
      expect(refusalText({ commandId: 'c', kind: 'failed', reason }, NOW)).toEqual(expect.stringMatching(/\w+/));
    }
  });
});
