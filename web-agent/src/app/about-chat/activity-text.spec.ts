import { expect, test } from '@jest/globals';
import type { Audit } from '../../api/api.ts';
import { about } from '../../words/en/about.ts';
import { activityText } from './activity-text.ts';

const entry = (actor: Audit['entries'][number]['actor'], type: string, outcome?: string) =>
  activityText(
    { at: '2026-01-01T00:00:00.000Z', actor, type, v: 1, ...(outcome === undefined ? {} : { outcome }) },
    'ada',
    about,
  );

test('CN-LOG-1 the activity log says who did what', () => {
  expect(entry({ kind: 'visitor', id: 'v' }, 'SessionOpened')).toEqual({ who: 'The visitor', what: 'opened the chat' });
  expect(entry({ kind: 'system', id: 'desk' }, 'AgentAssigned')).toEqual({
    who: 'The desk',
    what: 'assigned the chat',
  });
  expect(entry({ kind: 'agent', id: 'ada', name: 'Ada', role: 'agent' }, 'SessionClosed').who).toBe('You');
  expect(entry({ kind: 'agent', id: 'ben', name: 'Ben', role: 'admin' }, 'SomethingOfALaterVersion')).toEqual({
    who: 'Ben',
    what: 'SomethingOfALaterVersion',
  });
});

test('CN-LOG-1 the activity log says what was refused, and why', () => {
  expect(entry({ kind: 'agent', id: 'ben', name: 'Ben', role: 'agent' }, 'CommandRefused', 'closed').what).toContain(
    '(closed)',
  );
});
