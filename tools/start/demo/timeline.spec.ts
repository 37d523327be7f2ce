import { SessionCommand } from '@holdfast/contracts';
import { expect, test } from '@jest/globals';
import { AGENTS, CANNED_REPLIES } from './cast.ts';
import type { PastConversation } from './conversation.ts';
import { PAST_CONVERSATIONS } from './past-conversations.ts';
import { LIVE_CONVERSATIONS, WAITING_CONVERSATIONS } from './recent-conversations.ts';
import { beginningOf, endingOf, linesOf, visitorIdOf } from './timeline.ts';
import type { Step } from './timeline.ts';

const SEEDED = '2026-03-10T00:05:00.000Z';
const scene = { site: 'demo-shop', shopOrigin: 'http://127.0.0.1:8081', visitorId: visitorIdOf('demo-shop', 'x') };
const stepsOf = (conversation: PastConversation): Step[] => {
  const lines = linesOf(conversation, scene, beginningOf(conversation, SEEDED));
  return [...lines, ...endingOf(conversation, scene, lines.at(-1)?.at ?? '')];
};

test.each(PAST_CONVERSATIONS.map((conversation) => [conversation.id, conversation] as const))(
  'T-DEMO-4: %s lies in the past, in order, and everybody does what they may',
  (_, conversation) => {
    const steps = stepsOf(conversation);
    const times = steps.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    expect((times.at(-1) ?? SEEDED) < SEEDED).toBe(true);
    for (const { actor, commands } of steps) {
      for (const command of commands) {
        expect(SessionCommand.safeParse(command).success).toBe(true);
        const byVisitor = ['OpenSession', 'RateSession'].includes(command.type);
        const byAgent = ['CloseSession', 'SetLabels'].includes(command.type);
        if (byVisitor || byAgent) expect(actor.kind).toBe(byVisitor ? 'visitor' : 'agent');
        if (command.type === 'PostMessage' && actor.kind === 'visitor')
          expect(command.data).toMatchObject({ visibility: 'public' });
      }
    }
  },
);

test('T-DEMO-4: every id is given once', () => {
  const ids = PAST_CONVERSATIONS.flatMap((conversation) => stepsOf(conversation).flatMap(({ commands }) => commands));
  expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length);
  const conversations = [...PAST_CONVERSATIONS, ...LIVE_CONVERSATIONS, ...WAITING_CONVERSATIONS];
  expect(new Set(conversations.map(({ id }) => id)).size).toBe(20);
  expect(new Set(CANNED_REPLIES.map(({ shortcut }) => shortcut)).size).toBe(8);
  expect(new Set(AGENTS.map(({ email }) => email)).size).toBe(3);
});
