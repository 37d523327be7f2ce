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
  [desk, { type: 'assigned', agent: { id: 'ada', name: 'Ada' } }, 'Assigned to you'],
  [desk, { type: 'assigned', agent: { id: 'ben', name: 'Ben' } }, 'Assigned to Ben'],
  [ben, { type: 'unassigned', reason: 'returned' }, 'Ben returned the chat to the queue'],
  [desk, { type: 'unassigned', reason: 'agent-offline' }, 'Back in the queue: the agent went offline'],
  [
    ada,
    { type: 'transfer-requested', toTeamId: 't', note: 'urgent' },
    'You passed the chat on to the team Sales: “urgent”',
  ],
  [ben, { type: 'transfer-requested', toAgentId: 'ada' }, 'Ben passed the chat on to you'],
  [ada, { type: 'labelled', labels: ['vip', 'refund'] }, 'You set the labels vip, refund'],
  [ada, { type: 'labelled', labels: [] }, 'You removed all labels'],
  [ben, { type: 'snoozed', until: '' }, 'Ben snoozed the chat until noon'],
  [mia, { type: 'rated', score: 4, comment: 'thanks' }, 'Mia rated the chat 4 of 5: “thanks”'],
  [mia, { type: 'identified' }, 'Mia is known better: the details changed'],
])('CN-NOTICE-1 what happened reads as a sentence: %#', (from, notice, text) => {
  expect(noticeText({ from, notice }, names)).toBe(text);
});
