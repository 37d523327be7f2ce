import { describe, expect, test } from '@jest/globals';
import type { MessageEntry } from '@holdfast/chat-client';
import { Sightings } from './sightings.ts';
import { unseenAnswer } from './stale-guard.ts';

const T = Date.parse('2026-01-01T12:00:00.000Z');
const message = (n: number, id: string, more: Partial<MessageEntry> = {}): MessageEntry => ({
  kind: 'message',
  id: `m${n}`,
  n,
  w: n,
  at: '2026-01-01T11:00:00.000Z',
  from: { kind: 'agent', id },
  own: id === 'ada',
  text: 'text',
  visibility: 'public',
  ...more,
});

const guard = (entries: MessageEntry[], since: number, sightings = new Sightings(), now = T) =>
  unseenAnswer(entries, { me: 'ada', since, now, sightings })?.id;

describe('a reply is held', () => {
  test('CN-GUARD-1 when another agent has answered since it was begun, and that was not looked at', () => {
    expect(guard([message(5, 'ben')], 4)).toBe('m5');
    expect(guard([message(5, 'ben')], 5)).toBeUndefined();
    expect(guard([message(5, 'ben'), message(6, 'ben')], 4)).toBe('m6');
  });

  test('CN-GUARD-1 also when the answer came just before its first word', () => {
    const sightings = new Sightings();
    sightings.came('m5', T - 9_999);
    expect(guard([message(5, 'ben')], 5, sightings)).toBe('m5');
    expect(guard([message(5, 'ben')], 5, sightings, T + 1)).toBeUndefined();
    expect(guard([message(5, 'ben', { at: new Date(T - 3_000).toISOString() })], 9)).toBe('m5');
  });

  test('CN-GUARD-1 not for notes, the visitor, oneself, or what the log does not have', () => {
    const entries = [
      message(5, 'ben', { visibility: 'internal' }),
      message(6, 'mia', { from: { kind: 'visitor', id: 'mia' } }),
      message(7, 'ada'),
    ];
    expect(guard(entries, 1)).toBeUndefined();
  });

  test('CN-GUARD-2 not when the answer was on the screen for long enough, in one piece', () => {
    const sightings = new Sightings();
    const at = (ms: number) => guard([message(5, 'ben')], 4, sightings, T + ms);
    sightings.inView('m5', true, T);
    expect(at(1_499)).toBe('m5');
    sightings.nothing(T + 1_499);
    sightings.inView('m5', true, T + 2_000);
    expect(at(3_000)).toBe('m5');
    expect(at(3_500)).toBeUndefined();
    sightings.inView('m5', false, T + 3_500);
    expect(at(9_000)).toBeUndefined();
  });

  test('CN-GUARD-2 not again for what the card has shown', () => {
    const sightings = new Sightings();
    sightings.looked('m5');
    expect(guard([message(5, 'ben')], 4, sightings)).toBeUndefined();
  });
});
