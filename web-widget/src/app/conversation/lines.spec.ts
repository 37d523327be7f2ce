import { describe, expect, it } from '@jest/globals';
import type { Entry, MessageEntry, Notice } from '@holdfast/chat-client';
import fc from 'fast-check';
import { en } from '../../words/en';
import { firstUnread, linesOf as lines } from './lines';

const linesOf = (entries: readonly Entry[], unreadFrom: string | null = null) => lines(entries, en, unreadFrom);

let count = 0;
const message = (at: string, from: 'visitor' | 'agent' = 'visitor', text = 'x'): MessageEntry => ({
  kind: 'message',
  id: `m${String(++count)}`,
  at,
  from: { kind: from, id: from },
  own: from === 'visitor',
  text,
  visibility: 'public',
});
const notice = (at: string, what: Notice): Entry => ({
  kind: 'notice',
  id: `n${String(++count)}`,
  n: count,
  w: count,
  at,
  from: { kind: 'system', id: 'desk' },
  notice: what,
});
const minute = (m: number, day = '23') => `2026-11-${day}T12:${String(m).padStart(2, '0')}:00.000Z`;

describe('lines of a conversation', () => {
  it('WG-LINE-1 puts a day before its first entry', () => {
    const kinds = linesOf([message(minute(0)), message(minute(1)), message(minute(0, '25'))]).map(({ kind }) => kind);
    expect(kinds).toEqual(['day', 'message', 'message', 'day', 'message']);
  });

  it('WG-LINE-2 groups what one sender says in a row', () => {
    const grouped = linesOf([
      message(minute(0)),
      message(minute(1)),
      message(minute(2), 'agent'),
      message(minute(3), 'agent'),
      message(minute(30), 'agent'),
      notice(minute(31), { type: 'closed' }),
      message(minute(31), 'agent'),
    ]);
    expect(grouped.flatMap((line) => (line.kind === 'message' ? [line.joined] : []))).toEqual([
      false,
      true,
      false,
      true,
      false,
      false,
    ]);
  });

  it('WG-LINE-5 draws a line before the first message that was not read, which begins a group', () => {
    const entries = [
      message(minute(0), 'agent'),
      message(minute(1), 'agent'),
      message(minute(2)),
      message(minute(3), 'agent'),
    ];
    const unreadFrom = firstUnread(entries, 2);
    expect(unreadFrom).toBe(entries[1]?.id);
    expect(firstUnread(entries, 0)).toBeNull();
    const kinds = linesOf(entries, unreadFrom).map((line) => (line.kind === 'message' ? line.last : line.kind));
    expect(kinds).toEqual(['day', true, 'unread', true, true, true]);
  });

  it('WG-LINE-3 says who joined, and nothing of labels', () => {
    const said = linesOf([
      notice(minute(0), { type: 'assigned', agent: { id: 'a', name: 'Noor' } }),
      notice(minute(1), { type: 'labelled', labels: ['vip'] }),
      notice(minute(2), { type: 'rated', score: 4 }),
    ]);
    expect(said.flatMap((line) => (line.kind === 'sentence' ? [line.text] : []))).toEqual([
      'Noor joined',
      'You rated this 4 of 5',
    ]);
  });

  it('WG-LINE-4 shows every message once, in order', () => {
    const entry = fc.oneof(
      fc
        .tuple(fc.integer({ min: 0, max: 59 }), fc.constantFrom('visitor' as const, 'agent' as const))
        .map(([m, from]) => message(minute(m), from)),
      fc.constantFrom<Notice>({ type: 'opened' }, { type: 'closed' }).map((what) => notice(minute(0), what)),
    );
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const shown = linesOf(entries).flatMap((line) => (line.kind === 'message' ? [line.id] : []));
        expect(shown).toEqual(entries.filter(({ kind }) => kind === 'message').map(({ id }) => id));
      }),
    );
  });
});
