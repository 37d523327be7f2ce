import { describe, expect, test } from '@jest/globals';
import type { InboxRow } from '@holdfast/contracts';
import { arrivedAbove, movedRange, sameWindow, shiftOf, slotsOf, windowFor } from './inbox-window.ts';

const row = (session: string, v = 1): InboxRow => ({
  session,
  status: 'waiting',
  siteId: 'site',
  visitor: { id: 'visitor' },
  ticket: 1,
  labels: [],
  unread: 0,
  lastVisitorW: 0,
  openedAt: '2026-01-01T00:00:00.000Z',
  changedAt: '2026-01-01T00:00:00.000Z',
  v,
});
const rows = (...names: string[]): InboxRow[] => names.map((name) => row(name));

describe('the watched window', () => {
  test('CN-INBOX-1 covers what is visible with room on both sides', () => {
    for (const first of [0, 7, 55, 480, 9_990]) {
      const { offset, limit } = windowFor({ offset: 0, limit: 0 }, first, 12);
      expect(offset).toBeLessThanOrEqual(Math.max(0, first - 20));
      expect(offset + limit).toBeGreaterThanOrEqual(first + 12 + 20);
      expect(limit).toBeLessThanOrEqual(200);
    }
  });

  test('CN-INBOX-1 stays while there is room around what is visible', () => {
    const window = windowFor({ offset: 0, limit: 0 }, 100, 12);
    expect(windowFor(window, 110, 12)).toBe(window);
    expect(windowFor(window, 170, 12)).not.toBe(window);
  });

  test('CN-INBOX-1 puts rows where they stand in the whole list', () => {
    const slots = slotsOf(5, 2, rows('c', 'd', 'e', 'beyond'));
    expect(slots.map((slot) => slot?.session)).toEqual([undefined, undefined, 'c', 'd', 'e']);
  });
});

describe('keeping the place', () => {
  test('CN-INBOX-2 arrivals above move the list by as many places', () => {
    expect(shiftOf(rows('a', 'b', 'c', 'd'), rows('x', 'y', 'a', 'b', 'c', 'd'), 2)).toBe(2);
  });

  test('CN-INBOX-2 a row that rises because something happened to it does not take the reader along', () => {
    const after = [row('c', 2), ...rows('a', 'b', 'd')];
    expect(shiftOf(rows('a', 'b', 'c', 'd'), after, 2)).toBe(0);
    expect(shiftOf(rows('a', 'b', 'c', 'd'), after, 1)).toBe(1);
  });

  test('CN-INBOX-2 the drawn rows move with the list, and stay within it', () => {
    expect(movedRange({ start: 10, end: 30 }, 12, 100)).toEqual({ start: 22, end: 42 });
    expect(movedRange({ start: 10, end: 30 }, -15, 100)).toEqual({ start: 0, end: 15 });
    expect(movedRange({ start: 80, end: 100 }, 8, 100)).toEqual({ start: 88, end: 100 });
    expect(movedRange({ start: 0, end: 20 }, -30, 100)).toEqual({ start: 0, end: 0 });
    expect(movedRange({ start: 90, end: 100 }, 30, 100)).toEqual({ start: 100, end: 100 });
  });

  test('CN-INBOX-2 at the top one sees what arrives', () => {
    expect(shiftOf(rows('a', 'b'), rows('x', 'a', 'b'), 0)).toBe(0);
  });

  test('CN-INBOX-2 without anything to hold on to the list stays', () => {
    expect(shiftOf(rows('a', 'b'), rows('x', 'y', 'z'), 1)).toBe(0);
  });
});

describe('what has come in above', () => {
  const before = ['a', 'b', 'c', 'd'].map((session) => row(session));
  const after = ['n', 'm', 'a', 'b', 'c', 'd'].map((session) => row(session));

  test('CN-INBOX-8 is counted while one reads further down, and not at the top', () => {
    expect(arrivedAbove(before, after, 2)).toBe(2);
    expect(arrivedAbove(before, after, 0)).toBe(0);
  });

  test('CN-INBOX-8 a row that only moved up has not come in', () => {
    const moved = ['d', 'a', 'b', 'c'].map((session) => row(session, session === 'd' ? 2 : 1));
    expect(arrivedAbove(before, moved, 1)).toBe(0);
  });

  test('CN-INBOX-3 another order or narrowing is another list', () => {
    const plain = { filter: 'all', only: { teamId: 't', unread: true } };
    expect(sameWindow(plain, { filter: 'all', only: { unread: true, teamId: 't' } })).toBe(true);
    expect(sameWindow(plain, { filter: 'all' })).toBe(false);
    expect(sameWindow({ filter: 'all' }, { filter: 'all', sort: 'oldest' })).toBe(false);
  });
});
