import { describe, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { InboxChoices, narrowed } from './inbox-choice.ts';

describe('order and narrowing', () => {
  test('CN-INBOX-7 are each view’s own', () => {
    const choices = TestBed.inject(InboxChoices);
    choices.sort('all', 'oldest');
    choices.narrow('all', { teamId: 't1' });
    choices.narrow('all', { unread: true });
    expect(choices.of()('all')).toEqual({ sort: 'oldest', only: { teamId: 't1', unread: true } });
    expect(choices.of()('mine')).toEqual({ sort: 'newest', only: {} });
    expect(choices.of()('waiting').sort).toBe('waiting');
  });

  test('CN-INBOX-7 what is taken away is not asked for', () => {
    const choices = TestBed.inject(InboxChoices);
    choices.narrow('all', { teamId: 't1', label: 'vip' });
    choices.narrow('all', { teamId: undefined });
    expect(choices.of()('all').only).toEqual({ label: 'vip' });
    choices.widen('all');
    expect(narrowed(choices.of()('all').only)).toBeUndefined();
  });
});
