import { expect, test } from '@jest/globals';
import type { Entry } from '@holdfast/chat-client';
import { placeIn, stepTo } from './landing.ts';

const entry = (n: number): Entry => ({
  kind: 'message',
  id: `m${n}`,
  n,
  at: '2026-01-01T00:00:00.000Z',
  from: { kind: 'visitor', id: 'mia' },
  text: 'hello',
  visibility: 'public',
  own: false,
});
const chat = { entries: [entry(50), entry(51)], from: 50, older: true, freshness: 'live' };

test('CN-LAND-1 an address names a place by its number, or none', () => {
  expect(['7', '0', '-1', '1e3', 'x', '', '9'.repeat(10), undefined].map(placeIn)).toEqual([
    7,
    ...new Array<undefined>(7),
  ]);
});

test('CN-LAND-1 a place that is held is shown at once, one further back is read back to', () => {
  expect(stepTo(51, chat)).toEqual({ kind: 'show', id: 'm51' });
  expect(stepTo(51, { ...chat, freshness: 'stale' })).toEqual({ kind: 'show', id: 'm51' });
  expect(stepTo(7, chat)).toEqual({ kind: 'read-back' });
});

test('CN-LAND-2 a place that is not there is given up only once the chat is current', () => {
  expect(stepTo(60, { ...chat, freshness: 'syncing' })).toEqual({ kind: 'wait' });
  expect(stepTo(60, chat)).toEqual({ kind: 'give-up' });
  expect(stepTo(7, { ...chat, older: false })).toEqual({ kind: 'give-up' });
});
