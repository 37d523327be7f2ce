import { describe, expect, test } from '@jest/globals';
import type { Entry, MessageEntry } from '@holdfast/chat-client';
import { firstUnread, linesOf } from './lines.ts';

const at = (minute: number, day = 5): string => new Date(2026, 0, day, 12, minute).toISOString();
const message = (id: string, more: Partial<MessageEntry> = {}): MessageEntry => ({
  kind: 'message',
  id,
  at: at(0),
  from: { kind: 'visitor', id: 'mia' },
  text: id,
  visibility: 'public',
  own: false,
  ...more,
});
const notice: Entry = {
  kind: 'notice',
  id: 'n',
  n: 2,
  w: 2,
  at: at(0),
  from: { kind: 'system', id: 'desk' },
  notice: { type: 'closed' },
};
const ada = { from: { kind: 'agent' as const, id: 'ada', name: 'Ada' }, own: true };

const groups = (entries: Entry[], unreadFrom?: string): string[] =>
  linesOf(entries, unreadFrom).flatMap((line) =>
    line.kind === 'message' ? [`${line.starts ? '[' : ''}${line.id}${line.ends ? ']' : ''}`] : [line.kind],
  );

describe('the flow of a conversation', () => {
  test('CN-LINE-1 groups what one person writes in a row', () => {
    const entries = [
      message('a'),
      message('b', { at: at(4) }),
      message('c', { at: at(10) }),
      message('d', { ...ada, at: at(10) }),
    ];
    expect(groups(entries)).toEqual(['day', '[a', 'b]', '[c]', '[d]']);
  });

  test('CN-LINE-1 never groups a note with a reply', () => {
    expect(groups([message('a', ada), message('b', { ...ada, visibility: 'internal' })])).toEqual([
      'day',
      '[a]',
      '[b]',
    ]);
  });

  test('CN-LINE-1 a notice between two messages separates them', () => {
    expect(groups([message('a'), notice, message('b')])).toEqual(['day', '[a]', 'notice', '[b]']);
  });

  test('CN-LINE-4 tells of labels once that one person changed several times in a row', () => {
    const labelled = (id: string, who: string, ...labels: string[]): Entry => ({
      ...notice,
      id,
      from: { kind: 'agent', id: who, name: who },
      notice: { type: 'labelled', labels },
    });
    const entries = [
      { ...labelled('0', 'ada'), at: at(0, 4) },
      labelled('1', 'ada', 'a'),
      labelled('2', 'ada', 'a', 'b'),
      labelled('3', 'ben', 'b'),
      notice,
    ];
    const shown = linesOf(entries, undefined).filter(({ kind }) => kind === 'notice');
    expect(shown.map(({ id }) => id)).toEqual(['0', '2', '3', 'n']);
  });

  test('CN-LINE-2 names each day once, and begins a group with it', () => {
    expect(groups([message('a'), message('b', { at: at(0, 6) }), message('c', { at: at(1, 6) })])).toEqual([
      'day',
      '[a]',
      'day',
      '[b',
      'c]',
    ]);
  });

  test('CN-LINE-3 draws the line before the first message that the agent has not seen', () => {
    const entries = [message('a'), message('mine', ada), message('b'), message('c')];
    const from = firstUnread(entries, 2);
    expect(from).toBe('b');
    expect(groups(entries, from)).toEqual(['day', '[a]', '[mine]', 'unread', '[b', 'c]']);
    expect(firstUnread(entries, 0)).toBeUndefined();
  });
});
