import { describe, expect, test } from '@jest/globals';
import type { InboxRow } from '@holdfast/contracts';
import { rowText } from './row-text.ts';

const AT = '2026-01-01T00:00:00.000Z';
const NOW = Date.parse('2026-01-01T00:03:20.000Z');
const row: InboxRow = {
  session: 's',
  status: 'waiting',
  siteId: 'site',
  visitor: { id: 'aaaa-1234' },
  ticket: 1,
  labels: [],
  unread: 1,
  lastVisitorW: 2,
  openedAt: AT,
  waitingSince: AT,
  changedAt: AT,
  v: 2,
};

describe('a row of the inbox', () => {
  test('CN-INBOX-4 says how long the visitor has waited, and goes on counting', () => {
    expect(rowText(row, 'ada', NOW).wait).toEqual({ text: '3 min', urgency: 'soon' });
    expect(rowText(row, 'ada', Date.parse(AT) + 8_000).wait).toEqual({ text: '8 sec', urgency: 'calm' });
  });

  test('CN-INBOX-4 says nothing of waiting when somebody has the chat', () => {
    const { waitingSince: _, ...held } = row;
    const text = rowText({ ...held, status: 'assigned', assignee: { id: 'ben', name: 'Ben' } }, 'ada', NOW);
    expect(text.wait).toBeUndefined();
    expect(text.holder).toBe('Ben');
    expect(rowText({ ...held, status: 'assigned', assignee: { id: 'ada', name: 'Ada' } }, 'ada', NOW).holder).toBe(
      'You',
    );
  });

  test('CN-INBOX-4 says how long an answer has been waited for where the last word is the visitor’s', () => {
    const { waitingSince: _, ...held } = { ...row, status: 'assigned' as const, assignee: { id: 'ada', name: 'Ada' } };
    const last = (from: 'visitor' | 'agent') => ({ text: 'one', at: AT, from, internal: false });
    expect(rowText({ ...held, lastMessage: last('visitor') }, 'ada', NOW).wait?.text).toBe('3 min');
    expect(rowText({ ...held, lastMessage: last('agent') }, 'ada', NOW).wait).toBeUndefined();
    const closed = { ...held, status: 'closed' as const, lastMessage: last('visitor') };
    expect(rowText(closed, 'ada', NOW).wait).toBeUndefined();
  });

  test('CN-INBOX-5 tells notes and replies from what the visitor wrote', () => {
    const said = (from: 'visitor' | 'agent', internal: boolean) =>
      rowText({ ...row, lastMessage: { text: 'one\n two', at: AT, from, internal } }, 'ada', NOW);
    expect(said('visitor', false)).toMatchObject({ line: 'one two', kind: 'visitor' });
    expect(said('agent', false).kind).toBe('reply');
    expect(said('agent', true)).toMatchObject({ line: 'one two', kind: 'note' });
  });

  test('CN-INBOX-5 calls a visitor by name, else by address, else by the end of the id', () => {
    const visitor = (more: object) => rowText({ ...row, visitor: { ...row.visitor, ...more } }, 'ada', NOW).visitor;
    expect(visitor({ name: 'Mia', email: 'mia@example.com' })).toBe('Mia');
    expect(visitor({ email: 'mia@example.com' })).toBe('mia@example.com');
    expect(visitor({})).toBe('Visitor 1234');
  });
});
