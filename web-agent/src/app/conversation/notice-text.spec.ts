import { expect, test } from '@jest/globals';
import type { Notice, NoticeEntry } from '@holdfast/chat-client';
import { type Names, noticeText } from './notice-text.ts';

const names: Names = {
  me: 'ada',
  visitor: 'Mia',
  agentName: () => 'Ben',
  teamName: () => 'Sales',
  timeText: () => 'noon',
};
const ada: NoticeEntry['from'] = { kind: 'agent', id: 'ada', name: 'Ada' };
const ben: NoticeEntry['from'] = { kind: 'agent', id: 'ben', name: 'Ben' };
const mia: NoticeEntry['from'] = { kind: 'visitor', id: 'v' };
const desk: NoticeEntry['from'] = { kind: 'system', id: 'desk' };

test.each<[NoticeEntry['from'], Notice, string]>([
  [mia, { type: 'opened' }, 'Mia opened the chat'],
  [ada, { type: 'closed' }, 'You closed the chat'],
  [ben, { type: 'reopened' }, 'Ben reopened the chat'],
  [desk, { type: 'woken' }, 'The snooze is over'],
  [desk, { type: 'assigned', agent: { id: 'ada', name: 'Ada' } }, 'You joined the chat'],
  [desk, { type: 'assigned', agent: { id: 'ben', name: 'Ben' } }, 'Ben joined the chat'],
  [ben, { type: 'unassigned', reason: 'returned' }, 'Ben returned the chat to the queue'],
  [desk, { type: 'unassigned', reason: 'agent-offline' }, 'Back in the queue: the agent went offline'],
  [ada, { type: 'transfer-requested', toTeamId: 't' }, 'You passed the chat on to the team Sales'],
  [ben, { type: 'transfer-requested', toAgentId: 'ada' }, 'Ben passed the chat on to you'],
  [ada, { type: 'labelled', labels: ['vip', 'refund'] }, 'You set the labels: vip, refund'],
  [ada, { type: 'labelled', labels: [] }, 'You removed all labels'],
  [ben, { type: 'snoozed', until: '' }, 'Ben snoozed the chat until noon'],
  [mia, { type: 'rated', score: 4 }, 'Mia rated the chat 4 of 5'],
  [mia, { type: 'identified' }, 'Mia is known better: the details changed'],
])('CN-NOTICE-1 what happened reads as a sentence: %#', (from, notice, text) => {
  expect(noticeText({ from, notice }, names)).toEqual({
    icon: expect.any(String),
    text,
    ...(notice.type === 'rated' ? { stars: 4 } : {}),
  });
});

test('CN-NOTICE-2 the note of a transfer and the comment of a rating stand with it', () => {
  const quote = (from: NoticeEntry['from'], notice: Notice) => noticeText({ from, notice }, names).quote;
  expect(quote(ada, { type: 'transfer-requested', toTeamId: 't', note: 'urgent' })).toBe('urgent');
  expect(quote(mia, { type: 'rated', score: 1, comment: 'too slow' })).toBe('too slow');
  expect(quote(mia, { type: 'rated', score: 1, comment: '' })).toBeUndefined();
});
