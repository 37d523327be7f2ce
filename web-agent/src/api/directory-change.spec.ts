import { expect, test } from '@jest/globals';
import type { WorkspaceFacts } from './api.ts';
import { shows, withChange } from './directory-change.ts';

const facts: WorkspaceFacts = {
  name: 'Shop',
  agents: [
    {
      agentId: 'ada',
      name: 'Ada',
      email: 'ada@example.com',
      role: 'admin',
      teams: ['t'],
      capacity: 4,
      active: true,
      hasPicture: true,
      hasPassword: true,
    },
  ],
  teams: [{ teamId: 't', name: 'Support' }],
  sites: [{ siteId: 's', name: 'Shop', teamId: 't', allowedOrigins: [] }],
  cannedReplies: [{ replyId: 'r', shortcut: 'hi', text: 'Hello' }],
};

test('CN-ADMIN-1 what is changed takes its place among the facts, and new things come last', () => {
  const renamed = withChange(facts, { type: 'SaveTeam', data: { teamId: 't', name: 'Sales' } });
  expect(renamed.teams).toEqual([{ teamId: 't', name: 'Sales' }]);
  const added = withChange(facts, { type: 'SaveTeam', data: { teamId: 'u', name: 'Sales' } });
  expect(added.teams.map(({ name }) => name)).toEqual(['Support', 'Sales']);
  const removed = withChange(facts, { type: 'RemoveCannedReply', data: { replyId: 'r' } });
  expect(removed.cannedReplies).toEqual([]);
  const { hasPicture: _, hasPassword: __, ...ada } = facts.agents[0]!;
  expect(withChange(facts, { type: 'SaveAgent', data: { ...ada, capacity: 9 } }).agents).toEqual([
    { ...ada, capacity: 9, hasPicture: true, hasPassword: true },
  ]);
  const bo = { ...ada, agentId: 'bo' };
  expect(withChange(facts, { type: 'SaveAgent', data: bo }).agents.at(-1)).toEqual({
    ...bo,
    hasPicture: false,
    hasPassword: false,
  });
});

test('CN-ADMIN-1 a change is over once the facts hold it, in whatever order of keys', () => {
  const change = { type: 'SaveSite', data: { name: 'Shop', siteId: 's', allowedOrigins: [], teamId: 't' } } as const;
  expect(shows(facts, { ...change, data: { ...change.data, allowedOrigins: [] } })).toBe(true);
  expect(shows(facts, { type: 'SaveCannedReply', data: { replyId: 'r', shortcut: 'hi', text: 'Hi' } })).toBe(false);
  expect(shows(facts, { type: 'RemoveCannedReply', data: { replyId: 'gone' } })).toBe(true);
});
