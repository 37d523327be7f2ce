import { describe, expect, test } from '@jest/globals';
import { urgencyOf } from './urgency.ts';

describe('a wait', () => {
  test('CN-INBOX-6 grows urgent as it nears what was promised', () => {
    expect([0, 119_000, 120_000, 299_000, 300_000].map((ms) => urgencyOf(ms))).toEqual([
      'calm',
      'calm',
      'soon',
      'soon',
      'late',
    ]);
    expect([urgencyOf(30_000, 60_000), urgencyOf(60_000, 60_000)]).toEqual(['soon', 'late']);
  });
});
