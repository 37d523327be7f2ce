import { expect, test } from '@jest/globals';
import type { SessionView } from '@holdfast/chat-client';
import { de } from '../../words/de';
import { en } from '../../words/en';
import { greetingText, standingText, waitText } from './standing-text';

const view = (change: Partial<SessionView>): SessionView => ({
  session: 's',
  freshness: 'live',
  status: 'waiting',
  n: 1,
  entries: [],
  older: false,
  from: 1,
  unread: 0,
  lastW: 0,
  labels: [],
  typing: [],
  viewing: [],
  kept: 'device',
  ...change,
});

test('WG-STAND-1 who waits reads their place, and how long it takes as far as that is known', () => {
  expect(standingText(view({}), en)).toBe('Somebody will be with you');
  expect(standingText(view({ standing: { open: true, position: 1 } }), en)).toBe('You are next in line');
  const third = view({ standing: { open: true, position: 3, expectedWaitMs: 61_000 } });
  expect([standingText(third, en), waitText(third, en)]).toEqual([
    'You are number 3 in line',
    'Usually answered in about 2 minutes',
  ]);
  expect(waitText(view({ standing: { open: true, position: 2, expectedWaitMs: 20_000 } }), de)).toBe(
    'Antwort meist innerhalb einer Minute',
  );
  expect(waitText(view({ standing: { open: true, position: 2 } }), en)).toBeNull();
  // A place in a line that nobody works through would be a promise.
  expect(standingText(view({ standing: { open: false, position: 3 } }), en)).toBe('We answer when we are back');
});

test('WG-STAND-2 who is served reads whether the agent is there; nothing is claimed that is not known', () => {
  const assigned = { status: 'assigned', assignee: { id: 'a', name: 'Noor' } } as const;
  expect(standingText(view({ ...assigned, standing: { open: true, agent: { id: 'a', here: true } } }), en)).toBe(
    'Here now',
  );
  expect(standingText(view({ ...assigned, standing: { open: true, agent: { id: 'a', here: false } } }), en)).toContain(
    'Away',
  );
  expect(standingText(view(assigned), en)).toBe('We answer as soon as we can');
  expect(standingText(view({ status: 'closed' }), en)).toBe('Closed');
});

test('WG-STAND-3 a site greets in its own words, in others while nobody is there, and never with nothing', () => {
  const site = {
    siteId: 'kettles',
    name: 'Kettles',
    colour: '#004466',
    greeting: 'Hello!',
    awayMessage: 'Back at nine.',
  };
  expect(greetingText(site, false, en)).toBe('Hello!');
  expect(greetingText(site, true, en)).toBe('Back at nine.');
  expect(greetingText({ ...site, awayMessage: '' }, true, en)).toBe('Hello!');
  expect(greetingText({ ...site, greeting: '' }, false, en)).toBe(en.greeting);
  expect(greetingText(null, true, en)).toBe(en.greeting);
});
