import { describe, test } from '@jest/globals';
import type { Actor } from '@holdfast/contracts';
import { given } from '@holdfast/event-sourcing';
import { session } from '../domain/session.ts';
import { whileThereIsRoom } from './storage.ts';

const ada: Actor = { kind: 'visitor', id: 'ada' };
const open = { id: 'a', type: 'OpenSession', data: { siteId: 'site', visitor: {} } } as const;
const post = { id: 'b', type: 'PostMessage', data: { text: 'x', visibility: 'public' } } as const;

describe('a log that is nearly full', () => {
  test('S-FULL-1 takes no talk, and everything else', () => {
    let full = false;
    const scenario = given(whileThereIsRoom(session, () => full));
    const opened = scenario.commands(ada, open);
    full = true;
    scenario.when(open, ada).then({ refused: 'storage-full' });
    opened.when(post, ada).then({ refused: 'storage-full' });
    opened.when({ id: 'c', type: 'CloseSession', data: {} }, ada).then([{ type: 'SessionClosed', data: {} }]);
    opened.when({ ...post, data: { text: 'x', visibility: 'internal' } }, ada).then({ refused: 'not-permitted' });
  });
});
