import { expect, test } from '@jest/globals';
import { type Expectation, isMet, type Stand, standAfter } from './expected.ts';

const BEN = { id: 'ben', name: 'Ben' };
const ADA = { id: 'ada', name: 'Ada' };
const UNTIL = '2026-01-01T00:00:00.000Z';
const held: Stand = { status: 'assigned', assignee: ADA };

test('CN-ACT-1 a chat is shown where it will stand', () => {
  const claimed: Expectation = { status: 'assigned', assignee: BEN };
  expect(standAfter({ status: 'waiting' }, claimed)).toEqual({ status: 'assigned', assignee: BEN });
  expect(standAfter(held, { status: 'snoozed', assignee: null, snoozedUntil: UNTIL })).toEqual({
    status: 'snoozed',
    assignee: ADA,
    snoozedUntil: UNTIL,
  });
  expect(standAfter({ ...held, snoozedUntil: UNTIL }, { status: 'waiting' })).toEqual({ status: 'waiting' });
});

test('CN-ACT-1 that is met when the log says so, by this agent and to this time', () => {
  expect(isMet({ status: 'assigned', assignee: BEN }, { status: 'assigned', assignee: BEN })).toBe(true);
  expect(isMet(held, { status: 'assigned', assignee: BEN })).toBe(false);
  expect(isMet({ ...held, status: 'closed' }, { status: 'closed', assignee: null })).toBe(true);
  const snoozed: Expectation = { status: 'snoozed', assignee: null, snoozedUntil: UNTIL };
  expect(isMet({ ...held, status: 'snoozed', snoozedUntil: UNTIL }, snoozed)).toBe(true);
  expect(isMet({ ...held, status: 'snoozed', snoozedUntil: '2027-01-01T00:00:00.000Z' }, snoozed)).toBe(false);
});
