import { expect, test } from '@jest/globals';
import { describeError, Unavailable, Unreadable } from './errors.ts';
import { RETRIES, settle } from './settlement.ts';

const failed = (error: unknown, deliveries: number) => settle({ kind: 'failed', error, deliveries });
const defect = new TypeError('a defect');

test.each([
  ['done', settle({ kind: 'done' }), { kind: 'ack' }],
  ['unreadable, first time', failed(new Unreadable('x'), 1), { kind: 'bury', park: false }],
  ['retryable, first time', failed(new Unavailable('x'), 1), { kind: 'nak', delayMs: 100 }],
  ['retryable, fourth time', failed(new Unavailable('x'), 4), { kind: 'nak', delayMs: 800 }],
  [
    'J-SETTLE-4 retryable, before the last',
    failed(new Unavailable('x'), RETRIES - 1),
    { kind: 'nak', delayMs: 10_000 },
  ],
  ['retryable, the last', failed(new Unavailable('x'), RETRIES), { kind: 'bury', park: false }],
  ['defect, second time', failed(defect, 2), { kind: 'nak', delayMs: 200 }],
  ['defect, third time', failed(defect, 3), { kind: 'bury', park: true }],
  ['no error at all', failed('thrown text', 3), { kind: 'bury', park: true }],
])('J-SETTLE-4 %s', (_title, settlement, expected) => {
  expect(settlement).toEqual(expected);
});

test('J-ERR-1 an error is told in one bounded line, with its causes', () => {
  const error = new Unavailable('no answer\nin time', { cause: new TypeError('a cause', { cause: 'text' }) });
  expect(describeError(error)).toBe('Unavailable: no answer in time ← TypeError: a cause ← text');
  expect(describeError(new Error('x'.repeat(900)))).toHaveLength(500);
});
