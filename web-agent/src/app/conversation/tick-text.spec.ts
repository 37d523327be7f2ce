import { describe, expect, test } from '@jest/globals';
import type { Tick } from '@holdfast/chat-client';
import { tickText } from './tick-text.ts';

const of = (tick: Tick, isNote = false, kept: 'device' | 'no' = 'device') =>
  tickText(tick, isNote, kept, 'The chat is closed.');

describe('a tick', () => {
  test('CN-TICK-1 claims a message to be sent, delivered or seen only when it is', () => {
    const claims = (['clock', 'unknown', 'withdrawing', 'refused', 'failed'] as const).map((tick) => of(tick).icon);
    expect(claims).not.toContain('check');
    expect(claims).not.toContain('checks');
    expect([of('stored').text, of('delivered').text, of('read').text]).toEqual(['Sent', 'Delivered', 'Seen']);
  });

  test('CN-TICK-2 spells out what needs attention, with what can be done', () => {
    expect(of('unknown')).toMatchObject({ spelled: true, canRetry: false, canDiscard: true });
    for (const tick of ['refused', 'failed'] as const)
      expect(of(tick)).toMatchObject({
        spelled: true,
        canRetry: true,
        canDiscard: true,
        text: 'Not sent. The chat is closed.',
      });
  });

  test('CN-TICK-3 says when this browser cannot keep what is being sent', () => {
    expect(of('clock', false, 'no')).toMatchObject({ spelled: true, text: expect.stringContaining('Not kept') });
    expect(of('clock').spelled).toBe(false);
  });
});
